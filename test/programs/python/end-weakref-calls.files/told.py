def tell(reference):
    print("gone", reference() is None)
