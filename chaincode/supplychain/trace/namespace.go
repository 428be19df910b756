// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"
)

// namespaces are the prefixes that a document declares for extensions, with what they stand for.
type namespaces map[string]string

// declare reads an @context: a URI, an object of prefixes, or a list of both. The URIs of contexts are not fetched.
func (n namespaces) declare(context value) error {
	switch context.kind {
	case '"':
		return nil
	case '[':
		for _, item := range context.items {
			if err := n.declare(item); err != nil {
				return err
			}
		}
		return nil
	case '{':
		return n.prefixes(context)
	}
	return EventRefused.New("@context is neither a URI, nor prefixes, nor a list of these")
}

func (n namespaces) prefixes(context value) error {
	for _, m := range context.members {
		before, known := n[m.name]
		if m.value.kind != '"' || m.value.scalar == "" || known && before != m.value.scalar || reserved(m.name) {
			return EventRefused.New("prefix %q does not stand for one namespace", m.name)
		}
		n[m.name] = m.value.scalar
	}
	return nil
}

// reserved are the prefixes that GS1's own context declares; a document that gave them another meaning would not say
// what it seems to say.
func reserved(prefix string) bool {
	return strings.HasPrefix(prefix, "@") || slices.Contains([]string{"", "gs1", "cbv", "epcis", "urn", "http", "https"}, prefix)
}

// expand is a compact URI in full.
func (n namespaces) expand(text string) string {
	prefix, local, _ := strings.Cut(text, ":")
	return n[prefix] + local
}

// extension is the name of an extension in a canonical text: the namespace in braces and the local name.
func (n namespaces) extension(name string) (string, error) {
	prefix, local, compact := strings.Cut(name, ":")
	space, declared := n[prefix]
	if !compact || !declared || local == "" {
		return "", EventRefused.New("member %q is neither of the standard nor of a declared namespace", name)
	}
	return "{" + space + "}" + local, nil
}
