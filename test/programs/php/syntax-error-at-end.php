<?php
function open() {
    if (true) {
        echo "x";
