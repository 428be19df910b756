// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"
)

// Transaction is a business document that an event refers to.
type Transaction struct {
	// Type is a CBV Web URI, such as https://ref.gs1.org/cbv/BTT-po; it may be missing.
	Type string `json:"type,omitzero"`
	ID   string `json:"id"`
}

// Record is what a trace needs of an event, in canonical spelling.
type Record struct {
	Hash   Hash   `json:"hash"`
	Type   Type   `json:"type"`
	Action string `json:"action,omitzero"`
	// Time is in UTC to the millisecond, comparable as text.
	Time string `json:"time"`
	// Items are what the event is about: its EPCs and classes of goods.
	Items []Item `json:"items,omitempty"`
	// Parent contains Children, from an ADD until a DELETE; a DELETE without children empties it.
	Parent   Item   `json:"parent,omitzero"`
	Children []Item `json:"children,omitempty"`
	// Inputs became Outputs, together with other events of the same Transformation.
	Inputs         []Item `json:"inputs,omitempty"`
	Outputs        []Item `json:"outputs,omitempty"`
	Transformation Item   `json:"transformation,omitzero"`
	// BizStep and Disposition are Web URIs.
	BizStep     string `json:"bizStep,omitzero"`
	Disposition string `json:"disposition,omitzero"`
	ReadPoint   string `json:"readPoint,omitzero"`
	BizLocation string `json:"bizLocation,omitzero"`
	// Transactions are ordered by type and identifier.
	Transactions []Transaction `json:"transactions,omitempty"`
	// Erroneous says that the event was declared an error.
	Erroneous bool `json:"erroneous,omitzero"`
	// Recorder is who recorded the event on the ledger, which the event itself cannot tell.
	Recorder string `json:"recorder,omitzero"`
}

// Record is what a trace needs of the event, but for the recorder.
func (e Event) Record() Record {
	_, erroneous := e.content.find("errorDeclaration")
	return Record{
		Hash: e.Hash(), Type: e.kind, Action: e.one("action"), Time: e.time(),
		Items:  e.items("epcList", "quantityList"),
		Parent: Item(e.one("parentID")), Children: e.items("childEPCs", "childQuantityList"),
		Inputs: e.items("inputEPCList", "inputQuantityList"), Outputs: e.items("outputEPCList", "outputQuantityList"),
		Transformation: Item(e.one("transformationID")),
		BizStep:        e.vocabulary("bizStep", cbv+"BizStep-"), Disposition: e.vocabulary("disposition", cbv+"Disp-"),
		ReadPoint: e.place("readPoint"), BizLocation: e.place("bizLocation"),
		Transactions: e.transactions(), Erroneous: erroneous,
	}
}

// Mentions lists every item of the record, under which it has to be found, each once.
func (r Record) Mentions() []Item {
	all := slices.Concat(r.Items, r.Children, r.Inputs, r.Outputs)
	for _, one := range []Item{r.Parent, r.Transformation} {
		if one != "" {
			all = append(all, one)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// time is the event's instant, which was read once before.
func (e Event) time() string {
	v, _ := e.content.find("eventTime")
	read, err := instant(v.scalar)
	if err != nil {
		return ""
	}
	return read
}

func (e Event) one(name string) string { return e.vocabulary(name, "") }

func (e Event) vocabulary(name, bare string) string {
	v, _ := e.content.find(name)
	return canonical(v.scalar, bare, e.names)
}

func (e Event) place(name string) string {
	v, _ := e.content.find(name)
	id, _ := v.find("id")
	return canonical(id.scalar, "", e.names)
}

// items are the goods of a list of EPCs and of a list of quantities.
func (e Event) items(epcs, quantities string) []Item {
	var all []Item
	list, _ := e.content.find(epcs)
	for _, epc := range list.items {
		all = append(all, Item(canonical(epc.scalar, "", e.names)))
	}
	list, _ = e.content.find(quantities)
	for _, element := range list.items {
		class, _ := element.find("epcClass")
		all = append(all, Item(canonical(class.scalar, "", e.names)))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(i Item) bool { return i == "" })
}

func (e Event) transactions() []Transaction {
	var all []Transaction
	list, _ := e.content.find("bizTransactionList")
	for _, element := range list.items {
		kind, _ := element.find("type")
		id, _ := element.find("bizTransaction")
		all = append(all, Transaction{Type: canonical(kind.scalar, cbv+"BTT-", e.names), ID: canonical(id.scalar, "", e.names)})
	}
	slices.SortFunc(all, func(a, b Transaction) int { return strings.Compare(a.Type+" "+a.ID, b.Type+" "+b.ID) })
	return all
}
