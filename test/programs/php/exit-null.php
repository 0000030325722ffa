<?php
exit(null);
