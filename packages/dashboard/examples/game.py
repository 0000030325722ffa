import random

number = random.randint(1, 100)
print("\033[1mI think of a number from 1 to 100.\033[0m")

tries = 0
while True:
    try:
        guess = int(input("Your guess: "))
    except ValueError:
        print("That is no number.")
        continue
    tries += 1
    if guess == number:
        break
    print("\033[33mhigher\033[0m" if guess < number else "\033[36mlower\033[0m")

print(f"\033[32mRight, after {tries} {'try' if tries == 1 else 'tries'}.\033[0m")
