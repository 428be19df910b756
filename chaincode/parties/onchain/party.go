// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// RegisterParty registers a party hosted by the caller's member.
func (c *Contract) RegisterParty(tx *ledger.Tx, req parties.RegisterRequest) (*parties.Party, error) {
	party, event := parties.Register(req, tx.Facts())
	tx.Emit(event)
	return &party, registry.Insert(tx, party)
}

// Strike strikes a party off.
func (c *Contract) Strike(tx *ledger.Tx, req parties.StrikeRequest) (*parties.Party, error) {
	return change(tx, req.Party, parties.Party.Strike)
}

// Freeze freezes a party.
func (c *Contract) Freeze(tx *ledger.Tx, req parties.FreezeRequest) (*parties.Party, error) {
	return underOrder(tx, req, func(party parties.Party) (parties.Party, protocol.Event, error) {
		return party.Frozen(req, tx.Facts())
	})
}

// Unfreeze ends a party's freeze.
func (c *Contract) Unfreeze(tx *ledger.Tx, req parties.FreezeRequest) (*parties.Party, error) {
	return underOrder(tx, req, func(party parties.Party) (parties.Party, protocol.Event, error) {
		return party.Unfrozen(req)
	})
}

func underOrder(tx *ledger.Tx, req parties.FreezeRequest, rule func(parties.Party) (parties.Party, protocol.Event, error)) (*parties.Party, error) {
	constitution, err := constitution(tx)
	if err != nil {
		return nil, err
	}
	if err := constitution.Obeys(tx.Facts()); err != nil {
		return nil, err
	}
	return change(tx, req.Party, rule)
}

func change(tx *ledger.Tx, id parties.PartyID, rule func(parties.Party) (parties.Party, protocol.Event, error)) (*parties.Party, error) {
	before, err := registry.Get(tx, id)
	if err != nil {
		return nil, err
	}
	after, event, err := rule(before)
	if err != nil {
		return nil, err
	}
	tx.Emit(event)
	return &after, registry.Update(tx, after)
}

// Party answers a party.
func (c *Contract) Party(q *ledger.Query, req parties.PartyID) (*parties.Party, error) {
	return ledger.Answer(registry.Get(q, req))
}

// PartyByIdentifier finds a party.
func (c *Contract) PartyByIdentifier(q *ledger.Query, req parties.IdentifierRequest) (*parties.Party, error) {
	party, there, err := registry.Lookup(q, "identifier", string(req.Scheme), req.Identifier)
	if err == nil && !there {
		err = protocol.NotFound.New("no party has the %s %s", req.Scheme, req.Identifier)
	}
	return &party, err
}

// VerifyAlias tells whether an opening is that of an alias.
func (c *Contract) VerifyAlias(q *ledger.Query, req parties.AliasRequest) (*parties.Party, error) {
	party, err := registry.Get(q, req.Party)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(party, party.Opens(req.Opening))
}

// Parties lists parties.
func (c *Contract) Parties(q *ledger.Query, req parties.PartiesRequest) (*protocol.Page[parties.Party], error) {
	if req.Host == "" {
		return ledger.Answer(registry.Page(q, nil, req.PageRequest))
	}
	return ledger.Answer(registry.PageBy(q, "host", []string{req.Host}, req.PageRequest))
}

// PartyHistory answers every version of a party.
func (c *Contract) PartyHistory(q *ledger.Query, req parties.PartyID) (*parties.History, error) {
	versions, err := registry.History(q, req)
	history := &parties.History{Revisions: []parties.Revision{}}
	for _, v := range versions {
		history.Revisions = append(history.Revisions, parties.Revision{TxID: v.TxID, Time: v.Time, Deleted: v.Deleted, Value: v.Value})
	}
	return history, err
}

// Check tells whether a party meets a policy.
func (c *Contract) Check(q *ledger.Query, req parties.CheckRequest) (*parties.CheckAnswer, error) {
	answers, err := c.CheckMany(q, parties.CheckManyRequest{Parties: []parties.PartyID{req.Party}, Policy: req.Policy})
	if err != nil {
		return nil, err
	}
	return &answers.Answers[0], nil
}

// CheckMany tells which of many parties meet a policy.
func (c *Contract) CheckMany(q *ledger.Query, req parties.CheckManyRequest) (*parties.CheckAnswers, error) {
	asked, registered, err := registry.FindMany(q, req.Parties)
	if err != nil {
		return nil, err
	}
	answers := make([]parties.CheckAnswer, len(asked))
	var rule *examination
	for i, party := range asked {
		if !registered[i] {
			answers[i] = parties.Unknown(req.Parties[i])
			continue
		}
		if rule == nil {
			if rule, err = examine(q, req.Policy); err != nil {
				return nil, err
			}
		}
		if answers[i], err = rule.assess(q, party); err != nil {
			return nil, err
		}
	}
	return &parties.CheckAnswers{Answers: answers}, nil
}

// examination is all that an answer about a party depends on beside the party.
type examination struct {
	policy       parties.Policy
	constitution parties.Constitution
	today        date.Date
}

func examine(q *ledger.Query, name parties.PolicyName) (*examination, error) {
	policy, err := policy(q, name)
	if err != nil {
		return nil, err
	}
	constitution, err := constitution(q)
	if err != nil {
		return nil, err
	}
	today, err := ledger.BusinessDate(q)
	return &examination{policy, constitution, today}, err
}

func (e *examination) assess(q *ledger.Query, party parties.Party) (parties.CheckAnswer, error) {
	found, err := attestations.Present(q, e.policy.Candidates(party.ID, e.constitution))
	return parties.Assess(party, e.policy, found, e.constitution, e.today), err
}
