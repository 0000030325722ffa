#include <iostream>
#define OWN "mine"
