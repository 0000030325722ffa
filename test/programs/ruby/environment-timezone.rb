p Time.at(0).zone, Time.at(0).utc_offset, Time.at(0).to_s, Time.new(2024, 7, 1).to_s
