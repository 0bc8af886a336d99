"""Which row was the first to use an identifier, in about 20 bytes each."""

from array import array

MASK = (1 << 64) - 1


class Seen:
    """A growing hash table of 64-bit fingerprints: a set of strings would take ten times the memory."""

    def __init__(self):
        self._used = 0
        self._make(1 << 12)

    def _make(self, slots):
        self._top = slots - 1
        self._keys = array("Q", bytes(8 * slots))
        self._rows = array("L", bytes(array("L").itemsize * slots))

    def __len__(self):
        return self._used

    def __contains__(self, text):
        return self._keys[self._slot(hash(text) & MASK or 1)] != 0

    def first(self, text, row):
        """The row that used the text before, or None; then `row` is remembered as the first."""
        key = hash(text) & MASK or 1
        slot = self._slot(key)
        if self._keys[slot]:
            return self._rows[slot]
        self._keys[slot], self._rows[slot] = key, row
        self._used += 1
        if self._used * 3 > self._top * 2:
            self._grow()
        return None

    def _slot(self, key):
        keys, top = self._keys, self._top
        slot = key & top
        while keys[slot] and keys[slot] != key:
            slot = (slot + 1) & top
        return slot

    def _grow(self):
        keys, rows = self._keys, self._rows
        self._make(2 * (self._top + 1))
        for key, row in zip(keys, rows, strict=True):
            if key:
                slot = self._slot(key)
                self._keys[slot], self._rows[slot] = key, row
