<?php var_dump($argc); exit(null); // is success
