name = input("name? ")
print(f"hello {name}")
print(input())
try:
    input("more? ")
except EOFError as error:
    print(repr(error))
input()
