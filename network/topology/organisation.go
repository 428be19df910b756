// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// partyPattern is what may stand in a certificate attribute: printable, no
// quotes, short enough for an extension that every transaction carries.
var partyPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$`)

const partyHint = "1 to 64 letters, digits and . _ : / -"

// reserved identity names are enrolled for every organisation anyway.
var reserved = map[string]bool{"admin": true, "peer": true, "orderer": true, "registrar": true}

func (r *reader) organisations(t *Topology) func(*yaml.Node) {
	return func(n *yaml.Node) {
		names, msps := map[string]int{}, map[string]int{}
		r.sequence(n, "organisations", func(element *yaml.Node) {
			o := r.organisation(element)
			r.unique(names, element, "name", "organisation", o.Name)
			r.unique(msps, element, "mspid", "mspid", o.MSPID)
			t.Organisations = append(t.Organisations, o)
		})
	}
}

func (r *reader) organisation(n *yaml.Node) Organisation {
	o := Organisation{Line: n.Line}
	r.mapping(n, "organisation",
		field{"name", true, r.text(&o.Name, "organisation name", dnsLabel, dnsHint)},
		field{"mspid", false, r.text(&o.MSPID, "mspid", mspPattern, mspHint)},
		field{"orderer", false, r.boolean(&o.Orderer, "orderer")},
		field{"identities", false, r.identities(&o)},
	)
	if o.MSPID == "" && o.Name != "" {
		o.MSPID = strings.ToUpper(o.Name[:1]) + o.Name[1:] + "MSP"
	}
	return o
}

func (r *reader) identities(o *Organisation) func(*yaml.Node) {
	return func(n *yaml.Node) {
		names := map[string]int{}
		r.sequence(n, "identities", func(element *yaml.Node) {
			id := Identity{Type: Client, Line: element.Line}
			r.mapping(element, "identity",
				field{"name", true, r.text(&id.Name, "identity name", dnsLabel, dnsHint)},
				field{"type", false, oneOf(r, &id.Type, "identity type", Client, Admin)},
				field{"party", false, r.text(&id.Party, "party", partyPattern, partyHint)},
				field{"roles", false, r.roles(&id.Roles)},
			)
			if reserved[id.Name] {
				r.refuse(valueLine(element, "name"), "identity %q: every organisation has one already: write another name", id.Name)
			}
			r.unique(names, element, "name", "identity", id.Name)
			o.Identities = append(o.Identities, id)
		})
	}
}

func (r *reader) roles(to *[]role.Role) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.sequence(n, "roles", func(element *yaml.Node) {
			held := role.Role(element.Value)
			switch err := held.Validate(); {
			case err != nil:
				r.refuse(element.Line, "%v", err)
			case slices.Contains(*to, held):
				r.refuse(element.Line, "role %q is there twice: keep one", held)
			default:
				*to = append(*to, held)
			}
		})
	}
}

// unique refuses the second use of a name and says where the first is.
func (r *reader) unique(seen map[string]int, n *yaml.Node, key, what, name string) {
	if name == "" {
		return // refused already
	}
	line := valueLine(n, key)
	if first, twice := seen[name]; twice {
		r.refuse(line, "%s %q is there twice (first in line %d): write another", what, name, first)
		return
	}
	seen[name] = line
}
