// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// party is a legal entity of the story. Its LEI is made of the issuer's 18 characters, check digits are computed.
type party struct {
	id        parties.PartyID
	registrar story.Person
	name, lei string
}

func (c *chapter) legalEntities() []party {
	all := []party{
		{"alice", northOfficer, "Alice Automotive", "529900CONSORTALICE"},
		{"carol", northOfficer, "Carol Coatings", "529900CONSORTCAROL"},
		{"bob", southOfficer, "Bob Batteries", "529900CONSORT00BOB"},
	}
	if c.Has("industry") {
		all = append(all,
			party{"buyer", "industry/officer", "Anchor Buyer", "529900CONSORTBUYER"},
			party{"supplier", "industry/officer", "Sub Supplier", "529900CONSORTSUPPL"})
	}
	return all
}

func (c *chapter) customers() []story.Step {
	evidence := &evidence{chapter: c}
	return []story.Step{
		story.Do("the consortium is founded, its members decide by majority", c.founded),
		story.Do("members register the legal entities that they host, each by its LEI", c.register),
		story.Do("northbank attests who alice is; the ledger has a salted commitment alone", evidence.attest),
		story.Do("the evidence goes into northbank's own private collection", evidence.deposit),
		story.Do("southbank asks its peer for that evidence, which never came there", evidence.pry),
	}
}

func (c *chapter) founded(context.Context) (string, error) {
	return fmt.Sprintf("%d members, %d make a resolution; business date %s",
		len(c.constitution.Members), c.constitution.Threshold, c.today), nil
}

// register registers who is not there since an earlier telling, and sets free whom one left frozen.
func (c *chapter) register(ctx context.Context) (string, error) {
	var told []string
	for _, p := range c.legalEntities() {
		there, err := story.Ask(ctx, c.Stage, p.registrar, parties.GetParty, p.id)
		switch {
		case err == nil && there.Freeze != nil:
			err = c.setFree(ctx, p.id)
		case errors.Is(err, protocol.NotFound):
			err = c.enter(ctx, p)
		}
		if err != nil {
			return "", err
		}
		told = append(told, string(p.id))
	}
	return strings.Join(told, ", "), nil
}

func (c *chapter) enter(ctx context.Context, p party) error {
	lei, err := ident.NewLEI(p.lei)
	if err != nil {
		return err
	}
	_, err = story.Submit(ctx, c.Stage, p.registrar, parties.RegisterParty, parties.RegisterRequest{
		ID: p.id, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: p.name,
	})
	return err
}

// evidence is what northbank knows of alice.
type evidence struct {
	*chapter
	dossier parties.Dossier
}

// about is what the evidence is about.
var about = parties.EvidenceKey{Party: "alice", Topic: "identity"}

func (e *evidence) attest(ctx context.Context) (string, error) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	e.dossier = parties.Dossier{Salt: parties.Salt(hex.EncodeToString(salt)), Content: "extract of the commercial register, HRB 4711"}
	commitment, err := e.dossier.Commitment()
	if err != nil {
		return "", err
	}
	expires, err := e.today.AddMonths(12)
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, e.Stage, northOfficer, parties.AttestParty, parties.AttestRequest{
		Party: about.Party, Topic: about.Topic, Level: parties.Standard, Expires: expires, Commitment: commitment,
	})
	return fmt.Sprintf("%s due diligence, until %s", parties.Standard, expires), err
}

func (e *evidence) deposit(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, e.Stage, northOfficer, parties.DepositEvidence, parties.DepositRequest{EvidenceKey: about, Dossier: e.dossier})
	if err != nil {
		return "", err
	}
	kept, err := story.Ask(ctx, e.Stage, northOfficer, parties.ReadEvidence, about)
	if err != nil {
		return "", err
	}
	if kept.Content != e.dossier.Content {
		return "", errors.New("northbank reads something else than it deposited")
	}
	return "northbank alone saw and endorsed it", nil
}

func (e *evidence) pry(ctx context.Context) (string, error) {
	_, err := story.Ask(ctx, e.Stage, southOfficer, parties.ReadEvidence, about)
	return story.Refused(err, protocol.NotFound)
}
