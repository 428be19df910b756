// SPDX-License-Identifier: Apache-2.0

package topology

import (
	_ "embed"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

//go:embed small.yaml
var small []byte

var (
	dnsLabel    = regexp.MustCompile(`^[a-z][a-z0-9]{1,29}$`)
	mspPattern  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{1,62}$`)
	channelName = regexp.MustCompile(`^[a-z][a-z0-9.-]{0,248}$`)
)

const (
	dnsHint     = "2 to 30 lower-case letters and digits, a letter first"
	mspHint     = "2 to 63 letters and digits, a letter first, such as NorthbankMSP"
	channelHint = "lower-case letters, digits, dots and dashes, a letter first"
)

// Small is the built-in consortium of three organisations and one orderer that
// tests and benchmarks run on.
func Small() *Topology {
	t, err := Parse("small.yaml", small)
	if err != nil {
		panic(err) // the file is part of the program and a test parses it
	}
	return t
}

// Load reads the file at a path.
func Load(path string) (*Topology, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read topology: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a topology. The file name serves messages only. A text that
// breaks a rule gives an [Error] with every mistake.
func Parse(file string, data []byte) (*Topology, error) {
	t := &Topology{Name: "consort", File: file, Channel: defaultChannel(), source: data}
	r := &reader{file: file}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, r.syntax(err)
	}
	if len(document.Content) == 0 {
		r.refuse(1, "the file is empty: write channel, organisations and chaincodes")
		return nil, r.err()
	}
	root := document.Content[0]
	r.mapping(root, "consortium",
		field{"name", false, r.text(&t.Name, "name", dnsLabel, dnsHint)},
		field{"channel", true, r.channel(&t.Channel)},
		field{"organisations", true, r.organisations(t)},
		field{"chaincodes", false, r.chaincodes(t)},
	)
	r.checkOrderers(root, t)
	if err := r.err(); err != nil {
		return nil, err
	}
	return t, nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// syntax gives a YAML error the same face as the others.
func (r *reader) syntax(err error) error {
	line, message := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	r.refuse(line, "not YAML: %s", message)
	return r.err()
}

// checkOrderers runs after the whole list is known. One BFT orderer tolerates
// no fault, four tolerate one; two or three only add ways to stop.
func (r *reader) checkOrderers(root *yaml.Node, t *Topology) {
	if len(t.Organisations) == 0 {
		return
	}
	switch n := len(t.Orderers()); n {
	case 0:
		r.refuse(valueLine(root, "organisations"), "organisations: nobody orders: write `orderer: true` in one of them, or in four to survive the loss of one")
	case 2, 3:
		r.refuse(valueLine(root, "organisations"), "organisations: %d orderers survive no more failures than one does: write `orderer: true` in one, or in four or more", n)
	}
}

// valueLine is the line of a key, or of the mapping when it is not there.
func valueLine(mapping *yaml.Node, key string) int {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i].Line
		}
	}
	return mapping.Line
}
