// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/demo/story"
)

// entity is a legal entity of the stories. Its LEI is made of the issuer's 18 characters, check digits are computed.
type entity struct {
	id        parties.PartyID
	name, lei string
}

func entities() []entity {
	return []entity{
		{"alice", "Alice Automotive", "529900CONSORTALICE"},
		{"carol", "Carol Coatings", "529900CONSORTCAROL"},
		{"bob", "Bob Batteries", "529900CONSORT00BOB"},
		{"buyer", "Anchor Buyer", "529900CONSORTBUYER"},
		{"supplier", "Sub Supplier", "529900CONSORTSUPPL"},
		{"foundry", "Fine Foundry", "529900CONSORTFOUND"},
		{"toolmaker", "Tidy Toolmaker", "529900CONSORTTOOLM"},
		{"northbank", "Northbank", "529900CONSORTNORTH"},
		{"southbank", "Southbank", "529900CONSORTSOUTH"},
		{"insurer", "First Insurer", "529900CONSORTINSUR"},
		{"mutual", "Mutual Insurer", "529900CONSORTMUTUA"},
		{"reinsurer", "Ridge Reinsurer", "529900CONSORTRIDGE"},
		{"depository", "Central Depository", "529900CONSORTDEPOS"}, // nobody's certificate names it
	}
}

// People are the identities whose certificates name a party, in the order of the topology; the member that hosts it is
// theirs.
func (f *Footing) People(party parties.PartyID) []story.Person {
	var people []story.Person
	for _, member := range f.Desks.Network.Topology().Organisations {
		for _, identity := range member.Identities {
			if identity.Party == string(party) {
				people = append(people, story.Person(member.Name+"/"+identity.Name))
			}
		}
	}
	return people
}

// Register registers whom the topology names and nobody registered in an earlier telling, and sets free whom one left
// frozen.
func (f *Footing) Register(ctx context.Context) (string, error) {
	var told []string
	for _, e := range entities() {
		people := f.People(e.id)
		if len(people) == 0 {
			continue
		}
		if err := f.register(ctx, e, story.Person(people[0].Member()+"/officer")); err != nil {
			return "", err
		}
		told = append(told, string(e.id))
	}
	return strings.Join(told, ", "), nil
}

// RegisterFirm registers a party whom no certificate names, unless an earlier telling did.
func (f *Footing) RegisterFirm(ctx context.Context, party parties.PartyID, registrar story.Person) error {
	e, err := entityOf(party)
	if err != nil {
		return err
	}
	return f.register(ctx, e, registrar)
}

func (f *Footing) register(ctx context.Context, e entity, registrar story.Person) error {
	there, err := story.Ask(ctx, f.Stage, registrar, parties.GetParty, e.id)
	switch {
	case err == nil && there.Freeze != nil:
		return f.SetFree(ctx, e.id)
	case !errors.Is(err, protocol.NotFound):
		return err
	}
	lei, err := ident.NewLEI(e.lei)
	if err != nil {
		return fmt.Errorf("LEI of %s: %w", e.id, err)
	}
	_, err = story.Submit(ctx, f.Stage, registrar, parties.RegisterParty, parties.RegisterRequest{
		ID: e.id, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: e.name,
	})
	return err
}

// LEI is a party's.
func LEI(party parties.PartyID) (ident.LEI, error) {
	e, err := entityOf(party)
	if err != nil {
		return ident.LEI{}, err
	}
	lei, err := ident.NewLEI(e.lei)
	if err != nil {
		return lei, fmt.Errorf("LEI of %s: %w", party, err)
	}
	return lei, nil
}

func entityOf(party parties.PartyID) (entity, error) {
	all := entities()
	at := slices.IndexFunc(all, func(e entity) bool { return e.id == party })
	if at < 0 {
		return entity{}, fmt.Errorf("no party %s is in the stories", party)
	}
	return all[at], nil
}

// UnderOrder names the order of a court by the hash of its document.
func UnderOrder(party parties.PartyID) parties.FreezeRequest {
	document := sha256.Sum256([]byte("order against " + string(party)))
	return parties.FreezeRequest{Party: party, Order: hex.EncodeToString(document[:])}
}

// SetFree ends a freeze under that order.
func (f *Footing) SetFree(ctx context.Context, party parties.PartyID) error {
	_, err := story.Submit(ctx, f.Stage, Supervisor, cash.UnfreezeParty, UnderOrder(party))
	return err
}
