// SPDX-License-Identifier: Apache-2.0

package pack

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
)

// Package is one chaincode package.
type Package struct {
	// Label is the human name, by convention name_version.
	Label string
	// Bytes are the content of the file.
	Bytes []byte
}

// ID is the package id that members approve: the label and the SHA-256 of the
// bytes, as peer lifecycle chaincode calculatepackageid prints it.
func (p Package) ID() string {
	return fmt.Sprintf("%s:%x", p.Label, sha256.Sum256(p.Bytes))
}

// FileName is the customary name of the package's file.
func (p Package) FileName() string { return p.Label + ".tar.gz" }

// Label names the package of one version of a chaincode.
func Label(name, version string) string { return name + "_" + version }

// labelPattern is Fabric's (core/chaincode/persistence/chaincode_package.go).
var labelPattern = regexp.MustCompile(`^[[:alnum:]][[:alnum:]_.+-]*$`)

// metadata is the metadata.json of a package.
type metadata struct {
	Path  string `json:"path,omitempty"`
	Type  string `json:"type"`
	Label string `json:"label"`
}

// seal puts the code beside its metadata.
func seal(m metadata, code []byte) (Package, error) {
	if !labelPattern.MatchString(m.Label) {
		return Package{}, fmt.Errorf("package label %q: write letters, digits and . + - _, a letter or digit first", m.Label)
	}
	encoded, err := json.Marshal(m)
	if err != nil {
		return Package{}, fmt.Errorf("encode package metadata: %w", err)
	}
	// The code is compressed already, so the outer archive never is.
	files := archive{"metadata.json": encoded, "code.tar.gz": code}
	data, err := files.tarGz(gzip.NoCompression)
	if err != nil {
		return Package{}, fmt.Errorf("package %s: %w", m.Label, err)
	}
	return Package{Label: m.Label, Bytes: data}, nil
}
