<?php
return ["debug" => true, "dir" => basename(__DIR__), "line" => __LINE__];
