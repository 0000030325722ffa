<?php echo "near\n";
