from . import collection_delivery_release
