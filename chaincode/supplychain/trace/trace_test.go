// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

// journal finds records by going through all of them.
type journal []trace.Record

func (j journal) Find(item trace.Item) ([]trace.Record, error) {
	return slices.DeleteFunc(slices.Clone(j), func(r trace.Record) bool { return !slices.Contains(r.Mentions(), item) }), nil
}

// at stamps a record with a minute and a name of its own.
func at(minute int, r trace.Record) trace.Record {
	r.Time = fmt.Sprintf("2026-01-01T%02d:%02d:00.000Z", minute/60, minute%60)
	if r.Hash == "" {
		r.Hash = trace.Hash(fmt.Sprintf("h%03d", minute))
	}
	if r.Recorder == "" {
		r.Recorder = "carrier"
	}
	return r
}

func made(minute int, inputs, outputs []trace.Item) trace.Record {
	return at(minute, trace.Record{Type: trace.TransformationEvent, Inputs: inputs, Outputs: outputs})
}

func packed(minute int, parent trace.Item, children ...trace.Item) trace.Record {
	return at(minute, trace.Record{Type: trace.AggregationEvent, Action: "ADD", Parent: parent, Children: children})
}

func unpacked(minute int, parent trace.Item, children ...trace.Item) trace.Record {
	return at(minute, trace.Record{Type: trace.AggregationEvent, Action: "DELETE", Parent: parent, Children: children})
}

func seen(minute int, step string, items ...trace.Item) trace.Record {
	return at(minute, trace.Record{Type: trace.ObjectEvent, Action: "OBSERVE", BizStep: cbvStep(step), Items: items})
}

func cbvStep(step string) string { return "https://ref.gs1.org/cbv/BizStep-" + step }

func of(items ...trace.Item) []trace.Item { return items }

func minutes(events []trace.Record) []string {
	hashes := []string{}
	for _, event := range events {
		hashes = append(hashes, string(event.Hash))
	}
	return hashes
}

// Ore and coal become steel, steel becomes sheet and bar, sheet is packed with foreign goods, shipped and unpacked.
var mill = journal{
	made(10, of("x:ore", "x:coal"), of("x:steel")),
	made(20, of("x:steel"), of("x:sheet", "x:bar")),
	seen(25, "storing", "x:pallet"),
	packed(30, "x:pallet", "x:sheet", "x:foreign"),
	seen(40, "shipping", "x:pallet"),
	unpacked(50, "x:pallet", "x:sheet"),
	seen(60, "shipping", "x:pallet"),
	seen(70, "receiving", "x:sheet"),
	seen(80, "selling", "x:foreign"),
	made(90, of("x:sheet"), of("x:car", "https://id.gs1.org/01/04012345111118")),
}

func TestForwardsThroughTransformationsAndContainers(t *testing.T) {
	found, err := trace.Forwards("x:ore", mill, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:bar", "x:car", "x:ore", "x:sheet", "x:steel"), found.Items())
	require.Equal(t, []string{"h010", "h020", "h030", "h040", "h050", "h070", "h090"}, minutes(found.Events),
		"the pallet matters while the sheet is on it, and what else was on it does not")
	require.Equal(t, of("https://id.gs1.org/01/04012345111118"), found.Classes)
}

func TestBackwardsThroughTransformations(t *testing.T) {
	found, err := trace.Backwards("x:car", mill, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:car", "x:coal", "x:ore", "x:sheet", "x:steel"), found.Items())
	require.NotContains(t, minutes(found.Events), "h080")
	require.Contains(t, minutes(found.Events), "h040")
}

func TestHistoryStopsAtTransformations(t *testing.T) {
	found, err := trace.History("x:sheet", mill, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:sheet"), found.Items())
	require.Equal(t, []string{"h020", "h030", "h040", "h050", "h070", "h090"}, minutes(found.Events))
}

func TestAContainerLeadsToItsContents(t *testing.T) {
	found, err := trace.Forwards("x:pallet", mill, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:car", "x:foreign", "x:pallet", "x:sheet"), found.Items())
	before, err := trace.Backwards("x:pallet", mill, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:coal", "x:foreign", "x:ore", "x:pallet", "x:sheet", "x:steel"), before.Items())
	require.NotContains(t, minutes(before.Events), "h070", "what happened to the sheet after the pallet")
}

func TestContainersWithinContainers(t *testing.T) {
	all := journal{
		packed(10, "x:box", "x:item"), packed(20, "x:pallet", "x:box"), packed(30, "x:truck", "x:pallet"),
		seen(40, "departing", "x:truck"), unpacked(50, "x:truck"), seen(60, "departing", "x:truck"), seen(70, "receiving", "x:pallet"),
	}
	found, err := trace.History("x:item", all, 100)
	require.NoError(t, err)
	require.Equal(t, []string{"h010", "h020", "h030", "h040", "h070"}, minutes(found.Events))
}

// Inputs and outputs of one transformation may be recorded apart, in any order.
func TestEventsOfOneTransformation(t *testing.T) {
	out := made(10, nil, of("x:flour"))
	in := made(20, of("x:grain"), nil)
	out.Transformation, in.Transformation = "x:milling-7", "x:milling-7"
	for _, all := range []journal{{out, in}, {in, out}} {
		found, err := trace.Forwards("x:grain", all, 100)
		require.NoError(t, err)
		require.Equal(t, of("x:flour", "x:grain"), found.Items())
		found, err = trace.Backwards("x:flour", all, 100)
		require.NoError(t, err)
		require.Equal(t, of("x:flour", "x:grain"), found.Items())
	}
}

// What was made of the steel before the ore came into it has none of the ore.
func TestTimeCounts(t *testing.T) {
	all := journal{made(10, of("x:tank"), of("x:early")), made(20, of("x:ore"), of("x:tank")), made(30, of("x:tank"), of("x:late"))}
	found, err := trace.Forwards("x:ore", all, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:late", "x:ore", "x:tank"), found.Items())
	found, err = trace.Backwards("x:early", all, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:early", "x:tank"), found.Items())
}

func TestErroneousEventsLeadNowhere(t *testing.T) {
	wrong := made(10, of("x:ore"), of("x:steel"))
	wrong.Erroneous = true
	found, err := trace.Forwards("x:ore", journal{wrong}, 100)
	require.NoError(t, err)
	require.Equal(t, of("x:ore"), found.Items())
	require.Empty(t, found.Events)
}

func TestATraceHasALimit(t *testing.T) {
	_, err := trace.Forwards("x:ore", mill, 3)
	require.ErrorIs(t, err, trace.TraceLimit)
}

type broken struct{}

func (broken) Find(trace.Item) ([]trace.Record, error) { return nil, fmt.Errorf("ledger: closed") }

func TestATraceFailsWithItsFinder(t *testing.T) {
	_, err := trace.Forwards("x:ore", broken{}, 3)
	require.ErrorContains(t, err, "ledger: closed")
}

// On any web of transformations, forwards and backwards agree, rounds end, and the order in which events are found does
// not matter.
func TestLawForwardsAndBackwardsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.Custom(func(t *rapid.T) trace.Item {
			return trace.Item(fmt.Sprintf("x:%d", rapid.IntRange(0, 7).Draw(t, "item")))
		})
		var all journal
		for i := range rapid.IntRange(1, 10).Draw(t, "events") {
			all = append(all, made(i, rapid.SliceOfN(name, 1, 3).Draw(t, "inputs"), rapid.SliceOfN(name, 1, 3).Draw(t, "outputs")))
		}
		from, to := name.Draw(t, "from"), name.Draw(t, "to")
		ahead, err := trace.Forwards(from, all, 1000)
		require.NoError(t, err)
		back, err := trace.Backwards(to, all, 1000)
		require.NoError(t, err)
		require.Equal(t, slices.Contains(ahead.Items(), to), slices.Contains(back.Items(), from))
		again, err := trace.Forwards(from, journal(rapid.Permutation(all).Draw(t, "order")), 1000)
		require.NoError(t, err)
		require.Equal(t, ahead, again)
	})
}

func received() trace.Condition {
	return trace.Condition{
		Name: "received", Items: of("x:item"), BizStep: cbvStep("receiving"), Recorders: []string{"warehouse"}, Packers: []string{"carrier"},
	}
}

func TestConditions(t *testing.T) {
	arrival := seen(100, "receiving", "x:item")
	arrival.Recorder, arrival.BizLocation, arrival.Disposition = "warehouse", "https://id.gs1.org/414/4012345000122", "https://ref.gs1.org/cbv/Disp-in_progress"
	arrival.Transactions = []trace.Transaction{{Type: "https://ref.gs1.org/cbv/BTT-po", ID: "x:po-7"}}
	for name, c := range map[string]struct {
		edit func(*trace.Condition)
		met  bool
	}{
		"as it is":       {func(*trace.Condition) {}, true},
		"place":          {func(c *trace.Condition) { c.Place = "https://id.gs1.org/414/4012345000122" }, true},
		"other place":    {func(c *trace.Condition) { c.Place = "https://id.gs1.org/414/4012345000115" }, false},
		"order":          {func(c *trace.Condition) { c.Transaction = &arrival.Transactions[0] }, true},
		"other order":    {func(c *trace.Condition) { c.Transaction = &trace.Transaction{ID: "x:po-8"} }, false},
		"other step":     {func(c *trace.Condition) { c.BizStep = cbvStep("inspecting") }, false},
		"disposition":    {func(c *trace.Condition) { c.Disposition = "https://ref.gs1.org/cbv/Disp-damaged" }, false},
		"other recorder": {func(c *trace.Condition) { c.Recorders = []string{"supplier"} }, false},
		"in time":        {func(c *trace.Condition) { c.Until = date.MustParse("2026-01-01") }, true},
		"too late":       {func(c *trace.Condition) { c.Until = date.MustParse("2025-12-31") }, false},
		"too early":      {func(c *trace.Condition) { c.From = date.MustParse("2026-01-02") }, false},
		"more items":     {func(c *trace.Condition) { c.Items = of("x:item", "x:other") }, false},
	} {
		condition := received()
		c.edit(&condition)
		f, err := condition.Assess(journal{arrival}, 100)
		require.NoError(t, err, name)
		require.Equal(t, c.met, f.Met, name)
		require.Equal(t, c.met, len(f.Missing) == 0, name)
	}
	arrival.Erroneous = true
	f, err := received().Assess(journal{arrival}, 100)
	require.NoError(t, err)
	require.Equal(t, trace.Fulfilment{Condition: "received", Evidence: []trace.Hash{}, Missing: of("x:item")}, f)
}

// Goods are received with the pallet on which they are, if somebody trusted packed them, and not after they left it.
func TestGoodsAreReceivedWithTheirContainer(t *testing.T) {
	arrival := seen(100, "receiving", "x:pallet")
	arrival.Recorder = "warehouse"
	f, err := received().Assess(journal{packed(50, "x:pallet", "x:item"), arrival}, 100)
	require.NoError(t, err)
	require.Equal(t, trace.Fulfilment{Condition: "received", Met: true, Evidence: []trace.Hash{"h100"}, Missing: []trace.Item{}}, f)

	forged := packed(50, "x:pallet", "x:item")
	forged.Recorder = "supplier"
	for name, all := range map[string]journal{
		"packed by somebody": {forged, arrival},
		"left before":        {packed(50, "x:pallet", "x:item"), unpacked(60, "x:pallet"), arrival},
		"packed after":       {arrival, packed(110, "x:pallet", "x:item")},
	} {
		f, err := received().Assess(all, 100)
		require.NoError(t, err)
		require.False(t, f.Met, name)
	}
}

func TestRefusedConditions(t *testing.T) {
	for name, edit := range map[string]func(*trace.Condition){
		"name": func(c *trace.Condition) { c.Name = "" }, "items": func(c *trace.Condition) { c.Items = nil },
		"class":    func(c *trace.Condition) { c.Items = of("https://id.gs1.org/01/04012345111118") },
		"recorder": func(c *trace.Condition) { c.Recorders = nil },
		"step":     func(c *trace.Condition) { c.BizStep = "receiving" }, "no step": func(c *trace.Condition) { c.BizStep = "" },
		"URN":         func(c *trace.Condition) { c.BizStep = "urn:epcglobal:cbv:bizstep:receiving" },
		"disposition": func(c *trace.Condition) { c.Disposition = "damaged" },
		"place":       func(c *trace.Condition) { c.Place = "urn:epc:id:sgln:4012345.00012.0" },
		"days": func(c *trace.Condition) {
			c.From, c.Until = date.MustParse("2026-01-02"), date.MustParse("2026-01-01")
		},
	} {
		condition := received()
		edit(&condition)
		_, err := condition.Assess(journal{}, 100)
		require.ErrorIs(t, err, trace.ConditionRefused, name)
	}
	condition := received()
	condition.Items = of("urn:epc:id:sscc:4012345.0000000111")
	require.ErrorIs(t, condition.Validate(), trace.ItemRefused)
}

// An event has one hash in whatever spelling it comes.
func ExampleParse() {
	for _, step := range []string{"receiving", "urn:epcglobal:cbv:bizstep:receiving"} {
		event, err := trace.Parse([]byte(`{"type": "ObjectEvent", "eventTime": "2026-03-01T10:00:00+01:00", "eventTimeZoneOffset": "+01:00",
			"epcList": ["urn:epc:id:sscc:4012345.0000000111"], "action": "OBSERVE", "bizStep": "` + step + `"}`))
		fmt.Println(event.Hash(), err)
	}
	// Output:
	// ni:///sha-256;890ea552348944e3401f005e307852e5fa787fa6d727ed0a5c69c0c19d926a04?ver=CBV2.0 <nil>
	// ni:///sha-256;890ea552348944e3401f005e307852e5fa787fa6d727ed0a5c69c0c19d926a04?ver=CBV2.0 <nil>
}

func ExampleForwards() {
	found, err := trace.Forwards("x:coal", mill, 100)
	for _, item := range found.Items() {
		fmt.Println(item)
	}
	fmt.Println(len(found.Events), "events", err)
	// Output:
	// x:bar
	// x:car
	// x:coal
	// x:sheet
	// x:steel
	// 7 events <nil>
}
