// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ExecuteDue evaluates one trigger.
func (c *Contract) ExecuteDue(tx *ledger.Tx, req insurance.DueKey) (*insurance.Evaluation, error) {
	done, err := c.execute(tx, []insurance.DueKey{req})
	if err != nil {
		return nil, err
	}
	return &done.Evaluations[0], nil
}

// ExecuteDueBatch evaluates many. What somebody else did before is passed over.
func (c *Contract) ExecuteDueBatch(tx *ledger.Tx, req insurance.BatchRequest) (*insurance.Executed, error) {
	done, err := c.execute(tx, req.Due)
	if err != nil {
		return nil, err
	}
	return &insurance.Executed{
		Done: len(done.Evaluations), Gone: len(req.Due) - len(done.Evaluations), PaidOut: done.PaidOut, Settlement: done.Settled,
	}, nil
}

// execute carries work out and pays everything at once.
func (c *Contract) execute(tx *ledger.Tx, names []insurance.DueKey) (insurance.Execution, error) {
	var done insurance.Execution
	do, err := act(tx)
	if err != nil {
		return done, err
	}
	cases, err := casesOf(tx, names)
	if err != nil {
		return done, err
	}
	for _, each := range cases {
		if err := done.Add(each, do); err != nil {
			return done, err
		}
	}
	if err := saveExecution(tx, cases, done); err != nil {
		return done, err
	}
	return done, c.payOut(tx, &done, insurance.LaneOf(cases[0].Policy.ID), do)
}

// payOut moves the money of a batch, if there is any.
func (c *Contract) payOut(tx *ledger.Tx, done *insurance.Execution, lane int, do insurance.Act) error {
	if len(done.Legs) == 0 {
		return nil
	}
	settlement, err := done.Settlement(lane, do.TxID)
	if err != nil {
		return err
	}
	done.Settled = settlement.ID
	return c.money.Settle(tx, settlement)
}

func saveExecution(tx *ledger.Tx, cases []insurance.Work, done insurance.Execution) error {
	tx.Emit(done.Events...)
	for i, each := range cases {
		if err := dues.Delete(tx, each.Due.DueKey); err != nil {
			return err
		}
		save := evaluations.Insert
		if each.Due.Audit {
			save = evaluations.Update
		}
		if err := save(tx, done.Evaluations[i]); err != nil {
			return err
		}
	}
	for _, cession := range done.Cessions { // as unique as the evaluations that were read
		if err := cessionsDue.Append(tx, cession); err != nil {
			return err
		}
	}
	return nil
}

// casesOf reads all that decides the work that is still there. Faults: ALREADY_DONE where none is.
func casesOf(tx *ledger.Tx, names []insurance.DueKey) ([]insurance.Work, error) {
	rows, found, err := dues.FindMany(tx, names)
	if err != nil {
		return nil, err
	}
	var cases []insurance.Work
	for i, row := range rows {
		if found[i] {
			cases = append(cases, insurance.Work{Due: row})
		}
	}
	if len(cases) == 0 {
		return nil, insurance.AlreadyDone.New("all of this work was done before")
	}
	return cases, completed(tx, cases)
}

// completed adds what else decides each piece of work.
func completed(tx *ledger.Tx, cases []insurance.Work) error {
	for _, add := range []func(*ledger.Tx, []insurance.Work) error{withRounds, withPolicies, withTerms, withPremiums, withAudited} {
		if err := add(tx, cases); err != nil {
			return err
		}
	}
	return nil
}

// keysOf are the names of rows that cases need.
func keysOf[K any](cases []insurance.Work, key func(insurance.Work) K) []K {
	keys := make([]K, len(cases))
	for i, each := range cases {
		keys[i] = key(each)
	}
	return keys
}

func withRounds(tx *ledger.Tx, cases []insurance.Work) error {
	rows, found, err := rounds.FindMany(tx, keysOf(cases, func(c insurance.Work) oracle.RoundKey { return c.Due.RoundKey }))
	if err != nil {
		return err
	}
	for i := range cases {
		if !found[i] {
			return insurance.TooEarly.New("nobody has advanced the round of %s", cases[i].Due.Subject)
		}
		cases[i].Round = rows[i]
	}
	return nil
}

func withPolicies(tx *ledger.Tx, cases []insurance.Work) error {
	rows, err := policies.GetMany(tx, keysOf(cases, func(c insurance.Work) insurance.PolicyID { return c.Due.Policy }))
	if err != nil {
		return err
	}
	for i := range cases {
		cases[i].Policy = rows[i]
	}
	return nil
}

// withTerms adds products and panels, each of which is decoded once: they are large and few.
func withTerms(tx *ledger.Tx, cases []insurance.Work) error {
	products := map[insurance.VersionKey]insurance.ProductVersion{}
	shared := map[insurance.PanelID]insurance.Panel{}
	for i := range cases {
		var err error
		if cases[i].Version, err = known(tx, products, versions, cases[i].Due.Version); err != nil {
			return err
		}
		if cases[i].Panel, err = known(tx, shared, panels, cases[i].Due.Panel); err != nil {
			return err
		}
	}
	return nil
}

// known reads a row unless it was read before.
func known[K interface {
	comparable
	ledger.Key
}, V any](r ledger.Reader, read map[K]V, table *ledger.Table[K, V], key K) (V, error) {
	if row, there := read[key]; there {
		return row, nil
	}
	row, err := table.Get(r, key)
	if err == nil {
		read[key] = row
	}
	return row, err
}

func withPremiums(tx *ledger.Tx, cases []insurance.Work) error {
	var keys []insurance.InstalmentKey
	ends := make([]int, len(cases))
	for i, each := range cases {
		keys = append(keys, each.Policy.InstalmentKeys(each.Due.Instalment)...)
		ends[i] = len(keys)
	}
	rows, err := instalments.GetMany(tx, keys)
	if err != nil {
		return err
	}
	from := 0
	for i, end := range ends {
		cases[i].Instalments, from = rows[from:end], end
	}
	return nil
}

func withAudited(tx *ledger.Tx, cases []insurance.Work) error {
	for i := range cases {
		if !cases[i].Due.Audit {
			continue
		}
		before, err := evaluations.Get(tx, insurance.EvaluationKey{Policy: cases[i].Due.Policy, Trigger: cases[i].Due.Trigger, To: cases[i].Due.Evaluated})
		if err != nil {
			return err
		}
		cases[i].Before = &before
	}
	return nil
}

// batchRows names what a batch reads, as far as its request tells, so that one round trip fetches it.
func batchRows(_ protocol.Facts, req insurance.BatchRequest) []ledger.Row {
	rows := []ledger.Row{ledger.DateRow()}
	for _, round := range req.Rounds() {
		rows = append(rows, rounds.Row(round))
	}
	for _, due := range req.Due {
		rows = append(rows, dues.Row(due), policies.Row(due.Policy), instalments.Row(insurance.InstalmentKey{Policy: due.Policy, Number: 1}),
			evaluations.Row(insurance.EvaluationKey{Policy: due.Policy, Trigger: due.Trigger, To: due.To}))
	}
	return rows
}
