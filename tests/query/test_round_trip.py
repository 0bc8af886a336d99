"""Whatever a tree says, its text says the same; and no text whatever breaks the parser."""

from hypothesis import given, settings
from hypothesis import strategies as st

from requirements.query import And, QueryError, Term, Words, both, either, opposite, parse, written
from requirements.query.names import ALIASES

LETTERS = "abcORANDNOT或且结算0９-.,:!'＂支é"
words = st.text(LETTERS, min_size=1, max_size=8)
values = st.text(LETTERS + ' "“”「」()（）|｜，、\\<>=@#%_', min_size=1, max_size=12)
names = st.sampled_from([*ALIASES, "custom.team", "driver.reach"])


@st.composite
def terms(draw):
    op = draw(st.sampled_from([":", ">", ">=", "<", "<="]))
    return Term(draw(names), op, tuple(draw(st.lists(values, min_size=1, max_size=3))))


def plain(text):
    """Words as the parser makes them: what would be read otherwise is not among them."""
    try:
        tree = parse(text)
    except QueryError:
        return Words("plain")
    return tree if isinstance(tree, Words) else Words("plain")


leaves = st.one_of(terms(), words.map(plain), values.map(lambda text: Words(text, phrase=True)))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(opposite),
        st.lists(inner, min_size=2, max_size=4).map(both),
        st.lists(inner, min_size=2, max_size=4).map(either),
    ),
    max_leaves=12,
)


@settings(max_examples=500, deadline=None)
@given(trees | st.just(And()))
def test_what_is_written_is_read_back(tree):
    assert parse(written(tree)) == tree


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=200) | st.text('ab:()"|-, ><=“”（）｜：OR或状态\\', max_size=60))
def test_any_text_is_a_query_or_a_mistake_within_it(text):
    mistake = mistake_in(text)
    if mistake:
        assert 0 <= mistake.start <= mistake.end <= len(text)
    else:
        assert parse(written(parse(text))) == parse(text)


def mistake_in(text):
    try:
        parse(text)
    except QueryError as error:
        return error
