<? echo "short"; ?>
<?= "always\n" ?>
<?php if (1): ?>yes<?php else: ?>no<?php endif ?>

<?php foreach ([1, 2] as $n): ?>
row <?= $n ?>

<?php endforeach;
