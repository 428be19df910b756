// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// restsOn refuses a product whose feeds do not fit its terms.
func restsOn(r ledger.Reader, terms insurance.ProductTerms) error {
	known, err := feeds.GetMany(r, terms.Feeds())
	if err != nil {
		return err
	}
	return terms.RestsOn(known)
}

// take refuses new work on feeds that were closed: their products are active still. Faults: FEED_REFUSED.
func take(r ledger.Reader, names []oracle.FeedID) error {
	slices.Sort(names)
	known, err := feeds.GetMany(r, slices.Compact(names))
	if err != nil {
		return err
	}
	for _, feed := range known {
		if err := feed.Takes(); err != nil {
			return err
		}
	}
	return nil
}

// arm writes the work that waits for the triggers of a new period.
func arm(tx *ledger.Tx, bound insurance.Bound, version insurance.ProductVersion, do insurance.Act) error {
	due, err := armed(bound, version, do)
	if err != nil {
		return err
	}
	if err := take(tx, version.FeedsOf(due)); err != nil {
		return err
	}
	return awaitAll(tx, due)
}

// armed is the work that waits for the triggers of a new period.
func armed(bound insurance.Bound, version insurance.ProductVersion, do insurance.Act) ([]insurance.Due, error) {
	kind := bound.Quote.Kind
	if version.Parametric == nil || kind != insurance.ForPolicy && kind != insurance.ForRenewal {
		return nil, nil
	}
	return bound.Policy.Arm(version, bound.Quote.Choices, do.Today)
}

// awaitAll writes work, of which one round trip finds out that it is new.
func awaitAll(tx *ledger.Tx, due []insurance.Due) error {
	names := make([]insurance.DueKey, len(due))
	for i, work := range due {
		names[i] = work.DueKey
	}
	if _, _, err := dues.FindMany(tx, names); err != nil {
		return err
	}
	for _, work := range due {
		if err := await(tx, work); err != nil {
			return err
		}
	}
	return nil
}

// await writes a piece of work and sees to it that its round is listed.
func await(tx *ledger.Tx, work insurance.Due) error {
	round, err := insurance.Awaits(work.RoundKey)
	if err != nil {
		return err
	}
	_, listed, err := awaited.Find(tx, round.AwaitedKey())
	if err != nil {
		return err
	}
	if !listed {
		if err := awaited.Insert(tx, round); err != nil {
			return err
		}
	}
	return dues.Insert(tx, work)
}

// ChallengeRound disputes a reading for somebody who has a stake in it.
func (c *Contract) ChallengeRound(tx *ledger.Tx, req insurance.ChallengeRequest) (*oracle.Round, error) {
	a, err := affairOf(tx, req.RoundKey)
	if err != nil {
		return nil, err
	}
	if err := stake(tx, a, req); err != nil {
		return nil, err
	}
	after, err := a.feed.Challenge(a.round, parties.FirmOf(a.act.Caller), a.act.Today)
	if err != nil {
		return nil, err
	}
	return a.save(tx, after)
}

// stake refuses somebody who has none in a round: who is neither provider of the feed nor regulator shows a policy that
// rests on it, of which it is holder or lead insurer. Faults: NOT_A_PROVIDER, NOT_YOURS, NOT_FOUND.
func stake(tx *ledger.Tx, a affair, req insurance.ChallengeRequest) error {
	if req.Policy != "" {
		return stakeOf(tx, a, insurance.DueKey(req))
	}
	wanted := role.Regulator
	if a.feed.Observes(a.act.Caller) {
		wanted = role.Oracle
	}
	held, err := ledger.Holds(tx, wanted)
	if err != nil || held {
		return err
	}
	return oracle.NotAProvider.New("who is neither provider of feed %s nor regulator shows a policy that rests on it", a.feed.ID)
}

func stakeOf(tx *ledger.Tx, a affair, work insurance.DueKey) error {
	if _, err := dues.Get(tx, work); err != nil {
		return err
	}
	policy, err := policies.Get(tx, work.Policy)
	if err != nil || a.act.By(policy.Lead) == nil {
		return err
	}
	return a.act.By(policy.Holder)
}

// RequestAudit has somebody look at what an index paid.
func (c *Contract) RequestAudit(tx *ledger.Tx, req insurance.EvaluationKey) (*insurance.Evaluation, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := evaluations.Get(tx, req)
	if err != nil {
		return nil, err
	}
	after, work, err := askAudit(tx, before, do)
	if err != nil {
		return nil, err
	}
	if err := await(tx, work); err != nil {
		return nil, err
	}
	tx.Emit(after.AuditAsked())
	return &after, evaluations.Update(tx, after)
}

func askAudit(r ledger.Reader, before insurance.Evaluation, do insurance.Act) (insurance.Evaluation, insurance.Due, error) {
	policy, err := policies.Get(r, before.Policy)
	if err != nil {
		return before, insurance.Due{}, err
	}
	version, err := versions.Get(r, before.Version)
	if err != nil {
		return before, insurance.Due{}, err
	}
	return before.AskAudit(policy, version, do)
}

// AwaitedRounds lists awaited rounds.
func (c *Contract) AwaitedRounds(q *ledger.Query, req insurance.AwaitedRequest) (*protocol.Page[insurance.Awaited], error) {
	return ledger.Answer(awaited.Page(q, req.Prefix(), req.PageRequest))
}

// DueWork lists the names of what waits for a round.
func (c *Contract) DueWork(q *ledger.Query, req insurance.WorkRequest) (*protocol.Page[insurance.DueKey], error) {
	rows, err := dues.Page(q, req.Prefix(), req.PageRequest)
	if err != nil {
		return nil, err
	}
	names := make([]insurance.DueKey, len(rows.Items))
	for i, row := range rows.Items {
		names[i] = row.DueKey
	}
	return &protocol.Page[insurance.DueKey]{Items: names, Next: rows.Next}, nil
}

// Due answers a piece of due work.
func (c *Contract) Due(q *ledger.Query, req insurance.DueKey) (*insurance.Due, error) {
	return ledger.Answer(dues.Get(q, req))
}

// Evaluation answers what a trigger paid.
func (c *Contract) Evaluation(q *ledger.Query, req insurance.EvaluationKey) (*insurance.Evaluation, error) {
	return ledger.Answer(evaluations.Get(q, req))
}

// Evaluations lists what the triggers of a policy paid.
func (c *Contract) Evaluations(q *ledger.Query, req insurance.EvaluationsRequest) (*protocol.Page[insurance.Evaluation], error) {
	return ledger.Answer(evaluations.Page(q, req.Policy.Key(), req.PageRequest))
}
