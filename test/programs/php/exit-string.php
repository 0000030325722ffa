<?php
die("a message, which is success\n");
