// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// veil is one instrument, of which units are concealed, moved and revealed at two custodians.
type veil struct {
	instrument Instrument
	pool       Account
	accounts   []Account
	lots       map[LotID]Lot
	sealed     map[SealedID]SealedLot
	openings   map[SealedID]Opening
	today      date.Date
	txs, salts int
	units      Quantity
}

func newVeil() *veil {
	v := &veil{
		instrument: Instrument{
			ID: "A", Issuer: Firm{Party: "issuer", Host: "IssuerMSP"}, Depository: "CsdMSP", Regulator: "RegulatorMSP", Status: Active,
		},
		pool: Account{ID: "pool", Custodian: "CsdMSP", Kind: Pooling, Status: AccountOpen, Owner: Firm{Party: "csd", Host: "CsdMSP"}},
		lots: map[LotID]Lot{}, sealed: map[SealedID]SealedLot{}, openings: map[SealedID]Opening{}, today: date.MustParse("2026-01-05"),
	}
	for n := range 4 {
		v.accounts = append(v.accounts, Account{
			ID: AccountID(fmt.Sprintf("account-%d", n)), Custodian: []string{"NorthMSP", "SouthMSP"}[n%2], Kind: Investor, Status: AccountOpen,
			Owner: Firm{Party: parties.PartyID(fmt.Sprintf("party-%d", n)), Host: "HostMSP"},
		})
	}
	moves := OpenMoves(v.as(Firm{Host: "CsdMSP"}))
	for n, account := range v.accounts {
		for range 3 {
			moves.create(v.instrument, Output{Account: account, Quantity: Quantity(100 + n)})
		}
	}
	for _, made := range moves.Made() {
		v.lots[made.ID] = made.Lot
		v.units += made.Quantity
	}
	return v
}

func (v *veil) as(firm Firm) Act {
	v.txs++
	return Act{
		Facts: protocol.Facts{TxID: fmt.Sprintf("%064x", v.txs), Caller: protocol.Principal{MSP: firm.Host, Party: string(firm.Party), Enrolment: firm.Host}},
		Today: v.today,
	}
}

func (v *veil) desk(custodian string) Act { return v.as(Firm{Host: custodian}) }

// of is an opening of units in an account.
func (v *veil) of(account Account, quantity Quantity, until date.Date) Opening {
	v.salts++
	return Opening{
		Instrument: "A", Custodian: account.Custodian, Holder: account.Owner, Account: account.ID, Quantity: quantity, LockedUntil: until,
		Salt: Salt(fmt.Sprintf("5a17%028x", v.salts)),
	}
}

func outputsOf(openings []Opening) []SealedOutput {
	outputs := make([]SealedOutput, len(openings))
	for i, opening := range openings {
		outputs[i], _ = opening.Output()
	}
	return outputs
}

// carry saves what became of lots, and holds what is true of every transaction against it.
func (v *veil) carry(t require.TestingT, moves *Moves, sealed *SealedMoves) {
	var in, out Quantity
	strictest := date.Date{}
	if moves != nil {
		require.Empty(t, moves.Changes(), "the supply stays")
		for _, lot := range moves.Spent() {
			require.True(t, v.lots[lot.ID].Live())
			v.lots[lot.ID], in = lot, in+lot.Quantity
			if lot.Account != v.pool.ID {
				strictest = later(strictest, lot.LockedUntil)
			}
		}
		for _, made := range moves.Made() {
			v.lots[made.ID], out = made.Lot, out+made.Quantity
		}
		require.Equal(t, in, out, "units go in and come out")
	}
	for _, lot := range sealed.Spent() {
		require.True(t, v.sealed[lot.ID].Live(), "a sealed lot is spent once")
		v.sealed[lot.ID] = lot
		strictest = later(strictest, v.openings[lot.ID].LockedUntil)
	}
	for _, made := range sealed.Made() {
		_, there := v.sealed[made.ID]
		require.False(t, there, "a sealed lot is new")
		require.False(t, made.Opening.LockedUntil.Before(strictest), "no lock-up gets shorter")
		v.sealed[made.ID], v.openings[made.ID] = made.SealedLot, made.Opening
	}
	if moves != nil && len(sealed.Made()) == 0 {
		require.False(t, moves.Made()[0].LockedUntil.Before(strictest), "nor when it is revealed")
	}
}

// lawful is what holds at all times.
func (v *veil) lawful(t *rapid.T) {
	var pool, concealed, all Quantity
	for _, lot := range v.lots {
		if lot.Live() {
			all += lot.Quantity
			if lot.Account == v.pool.ID {
				pool += lot.Quantity
				require.Equal(t, Free, lot.Status)
			}
		}
	}
	for id, lot := range v.sealed {
		if lot.Live() {
			concealed += v.openings[id].Quantity
		}
		require.NoError(t, lot.Opens(v.openings[id]))
	}
	require.Equal(t, pool, concealed, "the pool is what is sealed")
	require.Equal(t, v.units, all, "and nothing is made or lost")
}

func (v *veil) account(t *rapid.T, what string) Account {
	return rapid.SampledFrom(v.accounts).Draw(t, what)
}

func (v *veil) lotsOf(account AccountID) []Lot {
	var found []Lot
	for _, id := range slices.Sorted(maps.Keys(v.lots)) {
		if lot := v.lots[id]; lot.Account == account && lot.Live() {
			found = append(found, lot)
		}
	}
	return found
}

// cut divides units among openings; now and then it gets the sum wrong.
func (v *veil) cut(t *rapid.T, units Quantity, to func() Account, until date.Date) []Opening {
	var made []Opening
	for left := units; left > 0; {
		part := Quantity(rapid.Int64Range(1, int64(left)).Draw(t, "part"))
		if len(made) == 3 {
			part = left
		}
		made = append(made, v.of(to(), part, until))
		left -= part
	}
	if rapid.IntRange(0, 7).Draw(t, "wrong sum") == 0 {
		made[0].Quantity += Quantity(rapid.SampledFrom([]int{1, -1}).Draw(t, "by"))
	}
	return made
}

func (v *veil) until(t *rapid.T) date.Date {
	until, err := v.today.AddDays(rapid.IntRange(-1, 3).Draw(t, "locked up for"))
	require.NoError(t, err)
	return until
}

func (v *veil) conceal(t *rapid.T) {
	account := v.account(t, "account")
	lots := v.lotsOf(account.ID)
	if len(lots) == 0 {
		return
	}
	lots = lots[:rapid.IntRange(1, len(lots)).Draw(t, "lots")]
	sum, err := SumOf(quantitiesOf(lots)...)
	require.NoError(t, err)
	request := ConcealRequest{Instrument: "A", Account: account.ID, Openings: v.cut(t, sum, func() Account { return account }, v.until(t))}
	request.Outputs = outputsOf(request.Openings)
	moves, sealed, err := request.Conceal(Pooled{Instrument: v.instrument, Pool: v.pool, Account: account, Lots: lots}, v.as(account.Owner))
	if !refused(t, err) {
		v.carry(t, moves, sealed)
	}
}

func quantitiesOf(lots []Lot) []Quantity {
	all := make([]Quantity, len(lots))
	for i, lot := range lots {
		all[i] = lot.Quantity
	}
	return all
}

// pick names sealed lots, of one holder most of the time, of which some may be spent or frozen.
func (v *veil) pick(t *rapid.T) (lots []SealedLot, openings []Opening) {
	ids := slices.Sorted(maps.Keys(v.sealed))
	if len(ids) == 0 {
		return nil, nil
	}
	first := rapid.SampledFrom(ids).Draw(t, "first")
	for _, id := range ids {
		alike := v.sealed[id].Live() && v.openings[id].place() == v.openings[first].place()
		if id == first || alike && rapid.Bool().Draw(t, "too") || rapid.IntRange(0, 19).Draw(t, "stray") == 0 {
			lots, openings = append(lots, v.sealed[id]), append(openings, v.openings[id])
		}
	}
	return lots, openings
}

func (v *veil) move(t *rapid.T) {
	lots, spent := v.pick(t)
	if len(lots) == 0 {
		return
	}
	units, err := unitsOf(spent)
	require.NoError(t, err)
	to := func() Account { return v.account(t, "to") }
	if rapid.Bool().Draw(t, "stays") {
		home := spent[0]
		to = func() Account { return Account{ID: home.Account, Custodian: home.Custodian, Owner: home.Holder} }
	}
	request := MoveSealedRequest{Instrument: "A", Spent: spent, Made: v.cut(t, units, to, v.until(t))}
	request.Outputs = outputsOf(request.Made)
	for _, account := range v.accounts[:rapid.IntRange(2, 4).Draw(t, "admitted")] {
		request.Admissions = append(request.Admissions, SealedAdmission{Instrument: "A", Investor: account.Owner, Until: v.today})
	}
	moves, err := request.Move(v.instrument, lots, v.desk(lots[0].Custodian))
	if refused(t, err) {
		require.NotRegexp(t, "party-|account-|"+string(spent[0].Salt), err.Error(), "a refusal names nobody")
		return
	}
	for i, opening := range request.Made {
		if opening.place() == spent[0].place() {
			continue
		}
		require.False(t, v.today.Before(moves.strictest), "what is locked up stays")
		require.True(t, slices.ContainsFunc(request.Admissions, func(a SealedAdmission) bool { return a.Investor == request.Made[i].Holder }))
	}
	v.carry(t, nil, moves)
}

func (v *veil) reveal(t *rapid.T) {
	lots, spent := v.pick(t)
	pool := v.lotsOf(v.pool.ID)
	if len(lots) == 0 || len(pool) == 0 {
		return
	}
	units, err := unitsOf(spent)
	require.NoError(t, err)
	to := v.account(t, "to")
	admission := Admission{Instrument: "A", Investor: to.Owner, Status: Admitted, Until: v.today}
	rows := Pooled{Instrument: v.instrument, Pool: v.pool, Account: to, Admission: admission, Lots: pool[:rapid.IntRange(1, len(pool)).Draw(t, "pool")]}
	request := RevealRequest{Instrument: "A", To: to.ID, Quantity: units + Quantity(rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "more")), Openings: spent}
	moves, sealed, err := request.Reveal(rows, lots, v.desk(lots[0].Custodian))
	if !refused(t, err) {
		v.carry(t, moves, sealed)
	}
}

// command has the regulator order something and the depository do it.
func (v *veil) command(t *rapid.T) {
	lots, spent := v.pick(t)
	if len(lots) == 0 {
		return
	}
	terms := WritTerms{ID: "W", SealedKey: lots[0].SealedKey(), Document: Hash(fmt.Sprintf("%064x", rapid.IntRange(1, 2).Draw(t, "document")))}
	terms.Act = rapid.SampledFrom([]WritAct{FreezeSealed, UnfreezeSealed, PassSealed}).Draw(t, "act")
	request := ObeyRequest{ID: "W", Instrument: "A"}
	if terms.Act == PassSealed {
		request.Spent, request.Made = spent[:1], v.cut(t, spent[0].Quantity, func() Account { return v.account(t, "to") }, spent[0].LockedUntil)[:1]
		output, err := request.Made[0].Output()
		require.NoError(t, err)
		terms.Output = &output
	}
	writ, err := IssueWritRequest{ID: "W", Instrument: "A", Terms: terms}.Issue(v.instrument, v.desk("RegulatorMSP"))
	require.NoError(t, err)
	request.Writ = writ
	done, err := request.Obey(v.instrument, lots[0], v.desk("CsdMSP"))
	if refused(t, err) {
		return
	}
	for _, lot := range done.Changed {
		v.sealed[lot.ID] = lot
	}
	if done.Moves != nil {
		require.Equal(t, lots[0].Status, done.Moves.Made()[0].Status, "what is frozen is frozen still")
		v.carry(t, nil, done.Moves)
	}
}

func (v *veil) roll(t *rapid.T) {
	next, err := v.today.AddDays(1)
	require.NoError(t, err)
	v.today = next
}

// Whatever is concealed, moved, cut, joined, frozen, ordered and revealed, in whatever order.
func TestLawsOfSealedLots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVeil()
		for range 3 {
			v.conceal(t)
		}
		t.Repeat(map[string]func(*rapid.T){
			"conceal": v.conceal, "move": v.move, "reveal": v.reveal, "command": v.command, "roll": v.roll, "": v.lawful,
		})
	})
}
