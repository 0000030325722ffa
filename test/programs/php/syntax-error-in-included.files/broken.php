<?php

class { }
