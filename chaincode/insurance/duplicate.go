// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// Bounds of the register of losses.
const (
	// caseMost bounds the claims of a case, and with them what a token lists.
	caseMost = 4
	// holdDaysMost bounds the time for which a match holds payments.
	holdDaysMost = 60
)

// LossEpoch is how many keys the register of losses has, for how many days a match holds payments, and which member keeps
// it. Every registration reads it, so that a rotation invalidates registrations under way.
type LossEpoch struct {
	Number   int    `json:"number"`
	HoldDays int    `json:"holdDays"`
	Keeper   string `json:"keeper"`
}

// LossEpochKey is the place of the one epoch row.
type LossEpochKey struct{}

// Key is the row's place in a table.
func (LossEpochKey) Key() []string { return []string{"current"} }

// LossEpochKey is the row's name.
func (LossEpoch) LossEpochKey() LossEpochKey { return LossEpochKey{} }

// LossEpochRequest opens the next epoch of the register.
type LossEpochRequest struct {
	Number   int `json:"number" help:"number of the new epoch: one more than the last"`
	HoldDays int `json:"holdDays" help:"days for which a match holds payments, 1 to 60"`
}

// Validate refuses malformed members.
func (r LossEpochRequest) Validate() error {
	if r.Number < 1 || r.Number > duplicate.EpochsMax || r.HoldDays < 1 || r.HoldDays > holdDaysMost {
		return fmt.Errorf("number must be 1 to %d and holdDays 1 to %d", duplicate.EpochsMax, holdDaysMost)
	}
	return nil
}

// Open begins the next epoch. Whoever opened the first keeps the register. Faults: NOT_YOURS, TOKENS_REFUSED.
func (e LossEpoch) Open(r LossEpochRequest, act Act) (LossEpoch, []protocol.Event, error) {
	if e.Keeper != "" && e.Keeper != act.Caller.MSP {
		return e, nil, NotYours.New("the register of losses is kept by %s", e.Keeper)
	}
	if r.Number != e.Number+1 {
		return e, nil, TokensRefused.New("the next epoch is %d", e.Number+1)
	}
	after := LossEpoch{Number: r.Number, HoldDays: r.HoldDays, Keeper: act.Caller.MSP}
	return after, []protocol.Event{LossEpochOpened.Of("losses", StatusEvent{Status: number(r.Number)})}, nil
}

// LossKeysRequest keeps keys in the caller's own collection: an insurer the pepper, the register's keeper its ring.
type LossKeysRequest struct {
	Epochs int            `json:"epochs" help:"how many keys there are; 1 for the insurers' pepper"`
	Ring   duplicate.Ring `json:"-" transient:"ring" help:"the keys, oldest first"`
}

// Validate refuses rings of other epochs than 1 to Epochs.
func (r LossKeysRequest) Validate() error {
	if err := r.Ring.Validate(); err != nil {
		return err
	}
	if len(r.Ring) != r.Epochs || r.Ring[len(r.Ring)-1].Epoch != r.Epochs {
		return errors.New("the ring must have the keys of the epochs 1 to epochs")
	}
	return nil
}

// LossKeys are keys in a member's own collection.
type LossKeys struct {
	Epochs int            `json:"epochs"`
	Ring   duplicate.Ring `json:"ring"`
}

// Name is the keys' place: a member has one row of them.
func (LossKeys) Name() LossEpochKey { return LossEpochKey{} }

// LossKeysReceipt says how many keys are kept.
type LossKeysReceipt struct {
	Epochs int `json:"epochs"`
}

// BlindRequest shows a loss to a peer of the caller's own member.
type BlindRequest struct {
	Claim ClaimID       `json:"claim" help:"claim about the loss"`
	Loss  sameloss.Loss `json:"-" transient:"loss" help:"what the tokens are made of"`
}

// Validate refuses malformed members.
func (r BlindRequest) Validate() error { return errors.Join(r.Claim.Validate(), r.Loss.Validate()) }

// BlindedLoss is what the insurer hands the keeper of the register.
type BlindedLoss struct {
	Claim   ClaimID            `json:"claim"`
	Blinded []sameloss.Blinded `json:"blinded"`
}

// PrintLossRequest shows blinded texts to a peer of the keeper.
type PrintLossRequest struct {
	Claim   ClaimID            `json:"claim" help:"claim about the loss"`
	Blinded []sameloss.Blinded `json:"-" transient:"blinded" help:"blinded texts, as the insurer's peer made them"`
}

// Validate refuses malformed members.
func (r PrintLossRequest) Validate() error {
	if len(r.Blinded) == 0 || len(r.Blinded) > sameloss.BlindedMax {
		return fmt.Errorf("1 to %d blinded texts are needed", sameloss.BlindedMax)
	}
	for _, blinded := range r.Blinded {
		if err := blinded.Validate(); err != nil {
			return err
		}
	}
	return r.Claim.Validate()
}

// LossEntry is a token in the register. It is never deleted.
type LossEntry struct {
	Token sameloss.Token `json:"token"`
	// Claims have it, in the order of their registration, at most four; void ones give their place to later ones.
	Claims []ClaimID `json:"claims"`
}

// RegisterLossRequest enters a claim's loss into the register.
type RegisterLossRequest struct {
	Claim    ClaimID          `json:"claim" help:"the claim"`
	Case     DuplicateID      `json:"case" help:"name of the case that is opened if another claim has a token"`
	Register []sameloss.Token `json:"register" help:"tokens of the newest epoch"`
	Lookup   []sameloss.Token `json:"lookup" help:"tokens of every epoch"`
}

// Validate refuses malformed members.
func (r RegisterLossRequest) Validate() error {
	if len(r.Register) == 0 || len(r.Register) > sameloss.BlindedMax || len(r.Lookup) > sameloss.BlindedMax*duplicate.EpochsMax {
		return errors.New("there are no tokens, or too many")
	}
	for _, token := range append(slices.Clone(r.Register), r.Lookup...) {
		if err := token.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Claim.Validate(), r.Case.Validate())
}

// covers refuses tokens that leave an epoch out. Faults: TOKENS_REFUSED.
func (r RegisterLossRequest) covers(epoch LossEpoch) error {
	counts := make([]int, epoch.Number+1)
	for _, token := range r.Lookup {
		if token.Epoch > epoch.Number {
			return TokensRefused.New("the register is in epoch %d", epoch.Number)
		}
		counts[token.Epoch]++
	}
	for number, count := range counts[1:] {
		if count != len(r.Register) {
			return TokensRefused.New("the tokens of epoch %d are not all there", number+1)
		}
	}
	for i, token := range r.Register {
		if token.Epoch != epoch.Number || !slices.Contains(r.Lookup, token) || slices.Contains(r.Register[:i], token) {
			return TokensRefused.New("losses are registered under epoch %d, each token once", epoch.Number)
		}
	}
	return nil
}

// Others are the other claims of entries that were found, each once, in the order in which they were found, and those of hard
// tokens first.
func (c Claim) Others(found []LossEntry) []ClaimID {
	var others []ClaimID
	for _, hard := range []bool{true, false} {
		for _, entry := range found {
			for _, other := range entry.Claims {
				if entry.Token.Class.Hard() == hard && other != c.ID && !slices.Contains(others, other) {
					others = append(others, other)
				}
			}
		}
	}
	return others
}

// Registered is what the registration of a loss changes.
type Registered struct {
	Claim   Claim
	Entries []LossEntry
	// Case is nil where no other claim has a token; Others are the other claims as they are to be.
	Case   *DuplicateCase
	Others []Claim
}

// Register enters a loss into the register: benefits are exempt, since they are paid whatever others pay. found are the
// entries under the Lookup tokens, others the claims of [Claim.Others]. A match holds the payments of all claims for a time,
// and refuses nothing. Faults: NOT_YOURS, STATUS_REFUSED, TOKENS_REFUSED.
func (c Claim) Register(r RegisterLossRequest, epoch LossEpoch, found []LossEntry, others []Claim, act Act) (Registered, []protocol.Event, error) {
	refused := func(err error) (Registered, []protocol.Event, error) { return Registered{}, nil, err }
	if act.Caller.MSP != epoch.Keeper {
		return refused(NotYours.New("the register of losses is kept by %s", epoch.Keeper))
	}
	if err := c.live(); err != nil {
		return refused(err)
	}
	if c.Basis != Indemnity || c.Registered {
		return refused(TokensRefused.New("claim %s is registered, or its benefits are paid whatever others pay", c.ID))
	}
	if err := r.covers(epoch); err != nil {
		return refused(err)
	}
	registered := Registered{Entries: make([]LossEntry, len(r.Register))}
	for i, token := range r.Register {
		registered.Entries[i] = entered(found, token, c.ID, others)
	}
	c.Registered = true
	var events []protocol.Event
	if matching := c.matching(others); len(matching) > 0 {
		registered.Case, registered.Others, events = c.suspect(r.Case, matching, hardly(found, matching), epoch, act)
	}
	after, told := c.turn()
	registered.Claim = after
	return registered, append(told, events...), nil
}

// entered is a token's entry with one claim more, and without those of the others that are void: they take nobody's place.
func entered(found []LossEntry, token sameloss.Token, claim ClaimID, others []Claim) LossEntry {
	at := slices.IndexFunc(found, func(e LossEntry) bool { return e.Token == token })
	if at < 0 {
		return LossEntry{Token: token, Claims: []ClaimID{claim}}
	}
	entry := found[at]
	entry.Claims = slices.DeleteFunc(slices.Clone(entry.Claims), func(id ClaimID) bool {
		return slices.ContainsFunc(others, func(o Claim) bool { return o.ID == id && o.void() })
	})
	if len(entry.Claims) < caseMost {
		entry.Claims = append(entry.Claims, claim)
	}
	return entry
}

// matching are those of the others that are claims still, under another policy, and not in a case already: the first of them,
// as many as a case has room for.
func (c Claim) matching(others []Claim) []Claim {
	still := slices.DeleteFunc(slices.Clone(others), func(o Claim) bool {
		return o.void() || o.Policy == c.Policy || o.Currency != c.Currency || o.Case != ""
	})
	return still[:min(len(still), caseMost-1)]
}

// hardly tells whether one of the claims has a hard token.
func hardly(found []LossEntry, claims []Claim) bool {
	return slices.ContainsFunc(found, func(e LossEntry) bool {
		return e.Token.Class.Hard() && slices.ContainsFunc(claims, func(c Claim) bool { return slices.Contains(e.Claims, c.ID) })
	})
}

// suspect opens a case. A hard match holds payments until a day that nothing puts off.
func (c *Claim) suspect(id DuplicateID, others []Claim, hard bool, epoch LossEpoch, act Act) (*DuplicateCase, []Claim, []protocol.Event) {
	until, _ := act.Today.AddDays(epoch.HoldDays)
	found := &DuplicateCase{ID: id, Hard: hard, Opened: act.Today, Until: until, Status: DuplicateSuspected}
	var events []protocol.Event
	join := func(claim Claim) Claim {
		found.Sides = append(found.Sides, Side{Claim: claim.ID, Lead: claim.Lead})
		claim.Case = id
		if hard && claim.open() {
			claim.Holds = append(claim.without(DuplicateHold), HoldFlag{Kind: DuplicateHold, Since: act.Today, Until: until})
		}
		return claim
	}
	for i := range others {
		after, told := join(others[i]).turn()
		others[i] = after
		events = append(events, told...)
	}
	*c = join(*c)
	return found, others, append(events, found.event())
}
