;; What programs are commonly made of: the classes that are loaded for it are kept in the image, linked.
(ns training
  (:require [clojure.string :as str]
            [clojure.set :as set]))

(defprotocol Shape (area [this]))
(defrecord Circle [radius] Shape (area [_] (* Math/PI radius radius)))
(defmulti describe :kind)
(defmethod describe :default [shape] (str "a shape " (:kind shape)))

(defn gcd [a b] (if (zero? b) a (recur b (mod a b))))

(let [lines (line-seq (java.io.BufferedReader. *in*))
      numbers (->> lines (mapcat #(str/split % #"\s+")) (map parse-long) (filter some?) vec)]
  (println (group-by #(mod % 3) numbers) (sort > numbers) (frequencies numbers))
  (printf "%.2f %s%n" (area (->Circle 2.0)) (describe {:kind :round}))
  (doseq [[k v] (zipmap [:a :b] (range))] (prn k v))
  (let [seen (atom #{}) {:keys [x] :or {x 1}} {}]
    (swap! seen conj x)
    (println @seen (set/union @seen #{2}) (reduce + (map inc numbers)) (gcd 12 18)))
  (println (loop [i 0 all []] (if (< i 3) (recur (inc i) (conj all (* i i))) all)))
  (println (str/join ", " (for [a (range 3) b [:x :y] :when (even? a)] [a b])) (transduce (map inc) + (range 10)))
  (try (throw (ex-info "bad" {:code 1})) (catch Exception e (println (ex-message e) (ex-data e))))
  (println (format "%5d|%s" 42 (str/upper-case "x")) (re-find #"\d+" "ab12") *command-line-args*))
