#!/usr/bin/env php
<?php
echo __LINE__, " ", __FILE__, "\n";
throw new Exception("line");
