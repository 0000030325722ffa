#!/usr/bin/ruby
# -*- coding: euc-jp -*-
p __ENCODING__, __LINE__
