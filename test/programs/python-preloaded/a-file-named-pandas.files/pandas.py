VALUE = 'the own one'
