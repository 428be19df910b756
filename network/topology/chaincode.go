// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"gopkg.in/yaml.v3"
)

var (
	goPath  = regexp.MustCompile(`^(\./)?[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$`)
	version = regexp.MustCompile(`^[A-Za-z0-9_.+-]{1,64}$`)
)

const goPathHint = "a directory below the module root, such as ./chaincode/cash/cmd/cash"

func (r *reader) chaincodes(t *Topology) func(*yaml.Node) {
	return func(n *yaml.Node) {
		names := map[string]int{}
		r.sequence(n, "chaincodes", func(element *yaml.Node) {
			c := r.chaincode(element, t)
			r.unique(names, element, "name", "chaincode", c.Name)
			t.Chaincodes = append(t.Chaincodes, c)
		})
	}
}

func (r *reader) chaincode(n *yaml.Node, t *Topology) Chaincode {
	c := Chaincode{Line: n.Line, Policy: Majority()}
	r.mapping(n, "chaincode",
		field{"name", true, r.text(&c.Name, "chaincode name", dnsLabel, dnsHint)},
		field{"path", true, r.text(&c.Path, "chaincode path", goPath, goPathHint)},
		field{"version", true, r.text(&c.Version, "chaincode version", version, "letters, digits and . _ + -")},
		field{"sequence", true, r.integer(&c.Sequence, "chaincode sequence", 1)},
		field{"policy", false, r.policy(&c.Policy, t)},
		field{"collections", false, r.collections(&c, t)},
	)
	return c
}

// CheckChaincodes makes sure that every declared path is a Go package below the
// module's root. It is apart from [Parse] because nodes can run without code.
func (t *Topology) CheckChaincodes(root string) error {
	r := &reader{file: t.File}
	for _, c := range t.Chaincodes {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(c.Path), "*.go"))
		if err != nil || len(files) == 0 {
			r.refuse(c.Line, "chaincode %s: no Go package at %s below %s: write the directory of its main package", c.Name, c.Path, root)
		}
		if c.CollectionsFile == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(c.CollectionsFile))); err != nil {
			r.refuse(c.Line, "chaincode %s: collections: no file %s below %s", c.Name, c.CollectionsFile, root)
		}
	}
	return r.err()
}

// ModuleRoot finds the directory of the go.mod that covers a directory:
// chaincode paths are relative to it.
func ModuleRoot(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("module root: %w", err)
	}
	for at := absolute; ; at = filepath.Dir(at) {
		_, err := os.Stat(filepath.Join(at, "go.mod"))
		if err == nil {
			return at, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("module root: %w", err)
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("module root: no go.mod in %s or above it: run from a checkout of the chaincode", absolute)
		}
	}
}
