// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Opening tells which legal entity is behind a salted hash. The host keeps it, and shows it to whom the entity presents
// itself; whoever is shown it computes the hash.
type Opening struct {
	// Salt keeps the hash from being guessed, for identifiers of legal entities are public: the host's client draws it at
	// random, another one for each alias.
	Salt       Salt   `json:"salt" help:"128 random bits, in 32 lower-case hexadecimal digits"`
	Scheme     Scheme `json:"scheme" help:"LEI or USCC"`
	Identifier string `json:"identifier" help:"the identifier in that scheme"`
}

var saltForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Validate refuses salts that could be guessed and identifiers that are none.
func (o Opening) Validate() error {
	if !saltForm.MatchString(string(o.Salt)) {
		return errors.New("salt is not 32 lower-case hexadecimal digits")
	}
	return validateEntityIdentifier(o.Scheme, o.Identifier)
}

// Hash is the identifier under which the alias is registered: the SHA-256 of the opening's canonical JSON.
func (o Opening) Hash() (string, error) { return protocol.RequestHash(o) }

func validateEntityIdentifier(scheme Scheme, identifier string) (err error) {
	switch scheme {
	case LEI:
		_, err = ident.ParseLEI(identifier)
	case USCC:
		_, err = ident.ParseUSCC(identifier)
	default:
		err = fmt.Errorf("scheme %q is not %s or %s", protocol.Excerpt(string(scheme)), LEI, USCC)
	}
	return err
}

// AliasRequest asks whether an opening is that of an alias. The opening travels outside the arguments, and the question is
// put to the asker's own peer: nobody else learns of it.
type AliasRequest struct {
	Party   PartyID `json:"party" help:"the alias"`
	Opening Opening `json:"-" transient:"opening" help:"salt, scheme and identifier, as the host showed them"`
}

// Validate refuses malformed members.
func (r AliasRequest) Validate() error { return errors.Join(r.Party.Validate(), r.Opening.Validate()) }

// Alias tells whether the party is a legal entity that is known by a salted hash alone.
func (p Party) Alias() bool { return p.Kind == LegalEntity && p.Scheme == SaltedHash }

// Opens refuses an opening of something else. Faults: PREIMAGE_REFUSED.
func (p Party) Opens(o Opening) error {
	if hash, err := o.Hash(); err != nil || !p.Alias() || hash != p.Identifier {
		return protocol.PreimageRefused.New("the opening is not that of party %s", p.ID)
	}
	return nil
}
