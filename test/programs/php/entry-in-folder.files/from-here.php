<?php echo "from here\n";
