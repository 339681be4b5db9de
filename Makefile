.DEFAULT_GOAL := build
.PHONY: run build test check bench golden fuzz
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)
LINT := $(shell command -v golangci-lint || echo $$(go env GOPATH)/bin/golangci-lint)
FUZZTIME := 10s

run: build                     ; @bin/debrief $(ARGS)
build:                         ; @CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/debrief ./cmd/debrief
test:                          ; @go test ./...
check:                         ; @test -z "$$(gofmt -l . | tee /dev/stderr)" && go vet ./... && $(LINT) run && $(MAKE) --no-print-directory test
bench:                         ; @go test -run '^$$' -bench . -benchtime 3s ./...
golden:                        ; @go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update
fuzz:                          ; @grep -roE '^func Fuzz[A-Za-z]+' --include='*_test.go' . | sed 's|/[^/]*:func | |' | while read dir name; do DEBRIEF_LONG=1 go test "$$dir" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) || exit 1; done
