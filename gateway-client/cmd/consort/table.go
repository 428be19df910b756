// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// node is a JSON value that remembers the order of its members.
type node struct {
	text    string // of a scalar
	members []member
	items   []node
	list    bool
}

type member struct {
	name  string
	value node
}

// printTable prints JSON for people: members as lines, lists of objects as tables, money as such.
func printTable(w io.Writer, content []byte) error {
	root, err := parse(content)
	if err != nil {
		return err
	}
	var lines []member
	var tables []member
	root.flatten("", &lines, &tables)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range lines {
		fmt.Fprintf(table, "%s\t%s\n", line.name, line.value.cell())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, t := range tables {
		if len(lines) > 0 || len(tables) > 1 {
			fmt.Fprintf(w, "\n%s:\n", t.name)
		}
		if err := t.value.printRows(w); err != nil {
			return err
		}
	}
	return nil
}

// flatten sorts a value into lines with dotted names and lists of objects.
func (n node) flatten(name string, lines, tables *[]member) {
	switch {
	case n.list && len(n.items) > 0 && n.items[0].members != nil:
		*tables = append(*tables, member{name, n})
	case n.members != nil:
		for _, m := range n.members {
			m.value.flatten(strings.TrimPrefix(name+"."+m.name, "."), lines, tables)
		}
	default:
		*lines = append(*lines, member{name, n})
	}
}

// printRows prints a list of objects under a header of all their members.
func (n node) printRows(w io.Writer) error {
	var header []string
	place := map[string]int{}
	var rows [][]string
	for _, item := range n.items {
		var cells, nested []member
		item.flatten("", &cells, &nested)
		row := make([]string, len(header), len(header)+len(cells))
		for _, cell := range append(cells, nested...) {
			at, known := place[cell.name]
			if !known {
				at = len(header)
				place[cell.name], header, row = at, append(header, cell.name), append(row, "")
			}
			row[at] = cell.value.cell()
		}
		rows = append(rows, row)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.ToUpper(strings.Join(header, "\t")))
	for _, row := range rows {
		row = append(row, make([]string, len(header)-len(row))...) // later rows may have brought more columns
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
}

// cell is a value in one place.
func (n node) cell() string {
	switch {
	case n.list:
		texts := make([]string, len(n.items))
		for i, item := range n.items {
			texts[i] = item.cell()
		}
		return strings.Join(texts, ", ")
	case n.members != nil:
		texts := make([]string, len(n.members))
		for i, m := range n.members {
			texts[i] = m.name + "=" + m.value.cell()
		}
		return strings.Join(texts, " ")
	default:
		return n.text
	}
}

// parse reads JSON, member by member.
func parse(content []byte) (node, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	n, err := parseValue(decoder)
	if err != nil {
		return node{}, fmt.Errorf("answer: %w", err)
	}
	return n, nil
}

func parseValue(decoder *json.Decoder) (node, error) {
	token, err := decoder.Token()
	if err != nil {
		return node{}, err
	}
	switch token {
	case json.Delim('{'):
		return parseObject(decoder)
	case json.Delim('['):
		return parseList(decoder)
	case nil:
		return node{text: "-"}, nil
	default:
		return node{text: fmt.Sprint(token)}, nil
	}
}

func parseObject(decoder *json.Decoder) (node, error) {
	n := node{members: []member{}}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return n, err
		}
		value, err := parseValue(decoder)
		if err != nil {
			return n, err
		}
		n.members = append(n.members, member{fmt.Sprint(name), value})
	}
	_, err := decoder.Token()
	return n.money(), err
}

func parseList(decoder *json.Decoder) (node, error) {
	n := node{list: true}
	for decoder.More() {
		item, err := parseValue(decoder)
		if err != nil {
			return n, err
		}
		n.items = append(n.items, item)
	}
	_, err := decoder.Token()
	return n, err
}

// money makes one text of an amount and its currency.
func (n node) money() node {
	if len(n.members) != 2 || n.members[0].name != "amount" || n.members[1].name != "currency" {
		return n
	}
	var m money.Money
	content, err := json.Marshal(map[string]string{"amount": n.members[0].value.text, "currency": n.members[1].value.text})
	if err != nil || protocol.Unmarshal(content, &m) != nil {
		return n
	}
	return node{text: m.String()}
}
