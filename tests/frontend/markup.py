"""What a page promises to people who do not see it, read from its HTML."""

from html.parser import HTMLParser

NAMED_OTHERWISE = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and the ids they define and refer to."""

    def __init__(self, response):
        super().__init__()
        self.tags = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def of(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]

    def problems(self):
        """Sentences about what is wrong; empty if nothing is."""
        ids = [attributes["id"] for _tag, attributes in self.tags if attributes.get("id")]
        yield from (f"id {one} stands twice" for one in {one for one in ids if ids.count(one) > 1})
        if len(self.of("h1")) != 1:
            yield f"{len(self.of('h1'))} h1"
        for tag, attributes in self.tags:
            yield from self.broken_references(tag, attributes, set(ids))
        labelled = {label.get("for") for label in self.of("label")}
        for field in self.of("input", "select", "textarea"):
            if (
                field.get("type") not in NAMED_OTHERWISE
                and not labelled & {field.get("id")}
                and not field.get("aria-label")
            ):
                yield f"field {field.get('name')} has no label"

    def broken_references(self, tag, attributes, ids):
        for name in ("for", "aria-describedby", "aria-labelledby", "popovertarget", "form"):
            for one in (attributes.get(name) or "").split():
                if one not in ids:
                    yield f"{tag} {name}={one} leads nowhere"
