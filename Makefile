.DEFAULT_GOAL := build
.PHONY: run build test check bench golden fuzz wiki-check install uninstall release
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)
LINT := $(shell command -v golangci-lint || echo $$(go env GOPATH)/bin/golangci-lint)
FUZZTIME := 10s
GO_BUILD = CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -buildid= -X main.version=$(VERSION)'

run: build                     ; @bin/debrief $(ARGS)
build:                         ; @$(GO_BUILD) -o bin/debrief ./cmd/debrief
test:                          ; @all=$$(go list ./... | sort -r) && echo "Building and testing" $$(echo $$all | wc -w) "packages: that takes a few minutes. Each is named when it is done, the longest last." && go test -vet=off $$all
# The compiler and the tests may use more memory and less time; nobody debugs what is thrown away.
test: export GOGC = 400
test: export GOFLAGS := $(GOFLAGS) -gcflags=all=-dwarf=false -ldflags=-s
check:                         ; @test -z "$$(gofmt -l . | tee /dev/stderr)" && go vet ./... && $(LINT) run && $(MAKE) --no-print-directory test
bench:                         ; @go test -run '^$$' -bench . -benchtime 3s ./...
golden:                        ; @go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update
# make wiki-check gives every dialect to what will read it, as far as that is here: see export/wikicheck_test.go.
wiki-check:                    ; @DEBRIEF_WIKI=1 go test ./export -run TestWikis -count=1 -v
fuzz:                          ; @grep -roE '^func Fuzz[A-Za-z]+' --include='*_test.go' . | sed 's|/[^/]*:func | |' | while read dir name; do DEBRIEF_LONG=1 go test "$$dir" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) || exit 1; done

# make install builds debrief where it is not built yet, and puts it below $(DESTDIR)$(PREFIX): make && sudo make install.
PREFIX = /usr/local
HOST = bin/debrief
BIN = $(HOST)
TO = $(DESTDIR)$(PREFIX)
SHARE = $(TO)/share
COMPLETIONS = bash:bash-completion/completions/debrief zsh:zsh/site-functions/_debrief fish:fish/vendor_completions.d/debrief.fish powershell:doc/debrief/debrief.ps1
SOURCES := $(shell find cmd/debrief model storage intake export ui -type f -not -name '*_test.go' -not -path '*/testdata/*') go.mod

bin/debrief: $(SOURCES)        ; @$(MAKE) --no-print-directory build
install: bin/debrief
	@install -d $(TO)/bin $(SHARE)/man/man1 $(SHARE)/doc/debrief
	@install -m 755 $(BIN) $(TO)/bin/$(notdir $(BIN))
	@install -m 644 docs/man/*.1 $(SHARE)/man/man1/
	@install -m 644 README.md LICENSE $(SHARE)/doc/debrief/
	@for c in $(COMPLETIONS); do \
		f=$(SHARE)/$${c#*:} && install -d "$$(dirname "$$f")" && $(HOST) completion $${c%%:*} > "$$f" && chmod 644 "$$f" || exit 1; done
uninstall:
	@rm -f $(TO)/bin/debrief $(addprefix $(SHARE)/man/man1/,$(notdir $(wildcard docs/man/*.1)))
	@rm -f $(foreach c,$(COMPLETIONS),$(SHARE)/$(lastword $(subst :, ,$(c)))) $(SHARE)/doc/debrief/README.md $(SHARE)/doc/debrief/LICENSE
	@rmdir $(SHARE)/doc/debrief 2>/dev/null || true

# make release packs what make install lays out, for each system: the same bytes from the same commit.
TARGETS = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
DIST = dist
EPOCH = $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct),0)

release: build
	@rm -rf $(DIST)
	@for t in $(TARGETS); do os=$${t%/*} arch=$${t#*/} name=debrief_$${t%/*}_$${t#*/}; exe=; test $$os = windows && exe=.exe; \
		echo "$$name" && \
		GOFLAGS=-buildvcs=false GOAMD64=v1 GOARM64=v8.0 GOOS=$$os GOARCH=$$arch $(GO_BUILD) -o $(DIST)/build/$$name/debrief$$exe ./cmd/debrief && \
		$(MAKE) --no-print-directory install DESTDIR=$(DIST)/ PREFIX=$$name BIN=$(DIST)/build/$$name/debrief$$exe || exit 1; done
	@go run ./cmd/pack $(DIST) $(EPOCH) $(foreach t,$(TARGETS),debrief_$(subst /,_,$(t)))
	@rm -rf $(DIST)/build $(foreach t,$(TARGETS),$(DIST)/debrief_$(subst /,_,$(t)))
	@cat $(DIST)/SHA256SUMS
