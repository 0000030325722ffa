<?php
function helper() { return __FUNCTION__ . basename(__FILE__); }
