// SPDX-License-Identifier: Apache-2.0

package securities

import "slices"

// Cycle is what the settlement of a batch rests on: the rows as they are.
type Cycle struct {
	Batch Batch
	Pairs []Pair
	// Fundings are what was set aside, in the order of the batch's needs, and Lots those of them that are units.
	Fundings []Funding
	Lots     []Lot
	// Accounts, Admissions and Instruments are all that the members touch.
	Accounts    map[AccountID]Account
	Admissions  map[AdmissionKey]Admission
	Instruments map[InstrumentID]Instrument
}

// AccountIDs names the accounts of the members, each once, in order.
func (c Cycle) AccountIDs() []AccountID {
	var all []AccountID
	for _, p := range c.Pairs {
		all = append(all, p.Obligation.Deliverer.Account, p.Obligation.Receiver.Account)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// InstrumentIDs names the instruments of the members, each once, in order.
func (c Cycle) InstrumentIDs() []InstrumentID {
	var all []InstrumentID
	for _, p := range c.Pairs {
		all = append(all, p.Obligation.Instrument)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// With adds the accounts and the instruments of the members.
func (c Cycle) With(accounts []Account, instruments []Instrument) Cycle {
	c.Accounts, c.Instruments = map[AccountID]Account{}, map[InstrumentID]Instrument{}
	for _, account := range accounts {
		c.Accounts[account.ID] = account
	}
	for _, instrument := range instruments {
		c.Instruments[instrument.ID] = instrument
	}
	return c
}

// AdmissionKeys names the admissions of those who receive, each once, in the order of the members; it needs the accounts.
func (c Cycle) AdmissionKeys() []AdmissionKey {
	var keys []AdmissionKey
	for _, p := range c.Pairs {
		key := c.admissionKey(p.Obligation.Instrument, p.Obligation.Receiver.Account)
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (c Cycle) admissionKey(instrument InstrumentID, account AccountID) AdmissionKey {
	return AdmissionKey{Instrument: instrument, Party: c.Accounts[account].Owner.Party}
}

// Admit adds the admissions that there are, in the order of [Cycle.AdmissionKeys].
func (c Cycle) Admit(admissions []Admission, found []bool) Cycle {
	c.Admissions = map[AdmissionKey]Admission{}
	for i, key := range c.AdmissionKeys() {
		if found[i] {
			c.Admissions[key] = admissions[i]
		}
	}
	return c
}

// output is a lot for an account.
func (c Cycle) output(instrument InstrumentID, account AccountID, quantity Quantity) Output {
	return Output{Account: c.Accounts[account], Admission: c.Admissions[c.admissionKey(instrument, account)], Quantity: quantity}
}
