<?php
$key = ftok(__FILE__, "a");
$shm = shm_attach($key, 10000);
shm_put_var($shm, 1, ["x" => 1]);
var_dump(shm_get_var($shm, 1));
$sem = sem_get($key);
var_dump(sem_acquire($sem), sem_release($sem));
$q = msg_get_queue($key);
msg_send($q, 3, "message");
msg_receive($q, 0, $type, 100, $got);
var_dump($type, $got, shm_remove($shm), sem_remove($sem), msg_remove_queue($q));
$id = shmop_open(0xff3, "c", 0644, 100);
shmop_write($id, "bytes", 0);
var_dump(shmop_read($id, 0, 5), shmop_size($id));
