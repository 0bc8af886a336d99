"""The six people of the sample workspace; the tests work with the same ones."""

from dataclasses import dataclass

from products.models import Role

DOMAIN = "sample.pmhub.example"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in to the sample workspace. `role` and `title` are theirs in the product SHOP."""

    address: str
    name: str
    role: Role
    title: str = ""
    language: str = "zh-hans"
    time_zone: str = "Asia/Shanghai"
    what: str = ""

    @property
    def nick(self):
        return self.address.split(".")[0]

    @property
    def email(self):
        return f"{self.address}@{DOMAIN}"


OWNER = Person("zhixia.lin", "林知夏", Role.OWNER, what="product owner, administrator")
MANAGER = Person("mu.chen", "陈牧", Role.MANAGER, what="product manager")
ENGINEER = Person("zihang.zhou", "周子航", Role.CONTRIBUTOR, "engineer", what="engineer")
MAYA = Person("maya.fischer", "Maya Fischer", Role.CONTRIBUTOR, "engineer", "en", "Europe/Berlin", "engineer")
DESIGNER = Person("qing.ye", "叶青", Role.CONTRIBUTOR, "designer", what="designer")
SUPPORT = Person("sam.okafor", "Sam Okafor", Role.VIEWER, "support", "en", "Europe/London", "support, reads only")

PEOPLE = [OWNER, MANAGER, ENGINEER, MAYA, DESIGNER, SUPPORT]
