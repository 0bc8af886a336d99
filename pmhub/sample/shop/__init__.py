"""拾光商城: the sample's main product, written down by initiative."""

from pmhub.sample.shop.checkout import CHECKOUT
from pmhub.sample.shop.fulfilment import FULFILMENT
from pmhub.sample.shop.growth import GROWTH
from pmhub.sample.shop.insight import INSIGHT, LOOSE
from pmhub.sample.shop.mobile import MOBILE
from pmhub.sample.shop.orders import ORDERS
from pmhub.sample.shop.platform import PLATFORM
from pmhub.sample.shop.search import SEARCH
from pmhub.sample.shop.service import SERVICE

ITEMS = [CHECKOUT, SEARCH, ORDERS, GROWTH, FULFILMENT, MOBILE, SERVICE, PLATFORM, INSIGHT, *LOOSE]
