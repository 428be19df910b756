// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// attributeExtension is where fabric-ca writes attributes into a certificate
// (fabric-ca, lib/attrmgr).
var attributeExtension = asn1.ObjectIdentifier{1, 2, 3, 4, 5, 6, 7, 8, 1}

// checkAttributes refuses a person whose certificate says something else: it was
// issued for good, and would go on saying so without anybody noticing.
func checkAttributes(h Holder, p Person) error {
	enrolled, err := attributesOf(h.Certificate())
	if err != nil {
		return fmt.Errorf("certificate of %s: %w", p.Name, err)
	}
	maps.DeleteFunc(enrolled, func(name, _ string) bool { return strings.HasPrefix(name, "hf.") }) // fabric-ca's own
	if !maps.Equal(enrolled, p.Attributes) {
		return fmt.Errorf("%s is enrolled with attributes %v, not %v: enrol a new name instead", p.Name, enrolled, p.Attributes)
	}
	return nil
}

func attributesOf(file string) (map[string]string, error) {
	der, err := readPEM(file)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	var content struct {
		Attributes map[string]string `json:"attrs"`
	}
	for _, extension := range certificate.Extensions {
		if extension.Id.Equal(attributeExtension) {
			err = json.Unmarshal(extension.Value, &content)
		}
	}
	return content.Attributes, err
}
