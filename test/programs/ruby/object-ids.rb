p Object.new.object_id, Object.new.object_id, nil.object_id, 1.object_id, :a.to_proc.lambda?, "x".object_id, main = self, main.object_id
