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

// world is two instruments, whose units anything happens to that the rules allow, day after day.
type world struct {
	instruments map[InstrumentID]Instrument
	accounts    []Account
	admissions  map[AdmissionKey]Admission
	slots       map[SlotKey]Slot
	lots        map[LotKey]Lot
	stripes     map[StripeKey]Stripe
	registers   map[RegisterKey]Register
	pages       map[PageKey]Page
	today       date.Date
	txs         int
	// evenings is what every account had at the end of each day that is over, as it was that evening.
	evenings map[date.Date]map[InstrumentID]map[AccountID]Quantity
}

const capped = 3

var lawTerms = Terms{Classes: []Cap{{Class: "few", Most: capped}, {Class: "many"}}}

// The parties have more accounts than one, at two custodians; party-0 is the issuer.
func lawAccounts() []Account {
	var all []Account
	for n := range 12 {
		kind := Investor
		if n%6 == 0 {
			kind = Treasury
		}
		all = append(all, Account{
			ID: AccountID(fmt.Sprintf("account-%d", n)), Custodian: []string{"NorthMSP", "SouthMSP"}[n%2], Kind: kind, Status: AccountOpen,
			Owner: Firm{Party: parties.PartyID(fmt.Sprintf("party-%d", n%6)), Host: "HostMSP"},
		})
	}
	return all
}

func newWorld() *world {
	w := &world{
		instruments: map[InstrumentID]Instrument{}, accounts: lawAccounts(), admissions: map[AdmissionKey]Admission{}, slots: map[SlotKey]Slot{},
		lots: map[LotKey]Lot{}, stripes: map[StripeKey]Stripe{}, registers: map[RegisterKey]Register{}, pages: map[PageKey]Page{},
		today: date.MustParse("2026-01-05"), evenings: map[date.Date]map[InstrumentID]map[AccountID]Quantity{},
	}
	for _, id := range []InstrumentID{"A", "B"} {
		w.instruments[id] = Instrument{
			ID: id, Issuer: w.accounts[0].Owner, Depository: "CsdMSP", Regulator: "RegulatorMSP", Status: Active, Version: 1,
		}
	}
	return w
}

// as acts for a party, or for nobody at a member.
func (w *world) as(firm Firm) Act {
	w.txs++
	caller := protocol.Principal{MSP: firm.Host, Party: string(firm.Party)}
	return Act{Facts: protocol.Facts{TxID: fmt.Sprintf("%064x", w.txs), Caller: caller}, Today: w.today}
}

func (w *world) csd() Act { return w.as(Firm{Host: "CsdMSP"}) }

// carry saves what became of lots, and holds what is true of every transaction against it.
func (w *world) carry(t *rapid.T, moves *Moves) {
	units := map[InstrumentID]Quantity{}
	for _, spent := range moves.Spent() {
		before, there := w.lots[spent.LotKey()]
		require.True(t, there && before.Live(), "I4: lot %s is spent once", spent.ID)
		units[spent.Instrument] -= spent.Quantity
		w.lots[spent.LotKey()] = spent
	}
	for _, made := range moves.Made() {
		_, there := w.lots[made.LotKey()]
		require.False(t, there, "lot %s is new", made.ID)
		require.NoError(t, made.LotKey().Validate())
		require.NoError(t, made.Quantity.Validate(), "I2")
		require.Equal(t, made.Account.Bucket(), made.ID.Bucket())
		units[made.Instrument] += made.Quantity
		w.lots[made.LotKey()] = made.Lot
	}
	for _, change := range moves.Changes() {
		key := StripeKey{Instrument: change.Instrument, Stripe: change.Stripe}
		after, err := w.stripes[key].Change(change, moves.Act())
		require.NoError(t, err)
		w.stripes[key] = after
		units[change.Instrument] += change.Redeemed - change.Created
	}
	for id, left := range units {
		require.Zero(t, left, "I3: units of %s come from somewhere", id)
	}
}

func (w *world) account(t *rapid.T, what string) Account {
	return rapid.SampledFrom(w.accounts).Draw(t, what)
}

// giver is an account that has free units, or any.
func (w *world) giver(t *rapid.T, i Instrument, what string) Account {
	var givers []Account
	lots := w.all(i.ID)
	for _, account := range w.accounts {
		if slices.ContainsFunc(lots, w.freeIn(i, account)) {
			givers = append(givers, account)
		}
	}
	if len(givers) == 0 || rapid.IntRange(0, 9).Draw(t, "any") == 0 {
		givers = w.accounts
	}
	return rapid.SampledFrom(givers).Draw(t, what)
}

func (w *world) instrument(t *rapid.T) Instrument {
	return w.instruments[rapid.SampledFrom([]InstrumentID{"A", "B"}).Draw(t, "instrument")]
}

// pick draws lots, of which some may be spent, encumbered, or another's.
func (w *world) pick(t *rapid.T, of func(Lot) bool) []Lot {
	var eligible []Lot
	for _, key := range slices.SortedFunc(maps.Keys(w.lots), func(a, b LotKey) int { return slices.Compare(a.Key(), b.Key()) }) {
		if lot := w.lots[key]; of(lot) || rapid.IntRange(0, 19).Draw(t, "stray") == 0 {
			eligible = append(eligible, lot)
		}
	}
	if len(eligible) == 0 {
		return nil
	}
	most := min(3, len(eligible))
	picked := rapid.SliceOfN(rapid.SampledFrom(eligible), 1, most).Draw(t, "lots")
	return picked
}

func (w *world) freeIn(i Instrument, a Account) func(Lot) bool {
	return func(l Lot) bool {
		return l.Instrument == i.ID && l.Account == a.ID && l.usable("", Act{Today: w.today}) == nil
	}
}

func sizeOf(lots []Lot) (sum Quantity) {
	for _, lot := range lots {
		sum += lot.Quantity
	}
	return sum
}

// steps are what may happen.
func (w *world) steps() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"issue": w.issue, "transfer": w.transfer, "split": w.split, "sweep": w.sweep, "encumber": w.encumber, "settle": w.settle, "lock": w.lock,
		"freeze": w.freeze, "enforce": w.enforce, "restate": w.restate, "cancel": w.cancel, "admit": w.admit, "end": w.end,
		"release": w.release, "roll": w.roll, "register": w.register, "": w.lawful,
	}
}

// begin admits most investors, some of them to the capped class, and spreads units among them.
func (w *world) begin(t *rapid.T) {
	for _, i := range []Instrument{w.instruments["A"], w.instruments["B"]} {
		for n, account := range w.accounts[1:5] {
			request := AdmitRequest{AdmissionKey: AdmissionKey{Instrument: i.ID, Party: account.Owner.Party}, Class: "many", Until: date.MustParse("2026-01-12")}
			if n < 2 {
				request.Class, request.Slot = "few", n+1
			}
			change, err := Admitting{Instrument: i, Terms: lawTerms, Investor: account.Owner}.Admit(request, w.csd())
			require.NoError(t, err)
			w.seat(t, change)
		}
	}
	for range 4 {
		w.issue(t)
	}
	for range 6 {
		w.transfer(t)
	}
}

// Whatever happens, in whatever order.
func TestLawsOfLots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.begin(t)
		t.Repeat(w.steps())
	})
}
