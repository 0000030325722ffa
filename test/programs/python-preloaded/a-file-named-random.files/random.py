print('the own random')
