"""The rules of this library, by what they are about. `loms.validate.catalogue` lists them."""
