# What a newcomer needs; each line is the plain command.

.PHONY: check run bench format
check: ; ./mvnw verify
run: ; ./farm demo
bench: ; benchmarks/run demo && benchmarks/run post-to-readable
format: ; ./mvnw -q spotless:apply
