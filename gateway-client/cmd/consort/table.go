// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
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
	var lines, tables []member
	root.flatten("", &lines, &tables)
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = []string{line.name, line.value.cell()}
	}
	if err := printRows(w, rows); err != nil {
		return err
	}
	for _, table := range tables {
		if len(lines) > 0 || len(tables) > 1 {
			fmt.Fprintf(w, "\n%s:\n", table.name)
		}
		if err := printRows(w, table.value.rows()); err != nil {
			return err
		}
	}
	return nil
}

func printRows(w io.Writer, rows [][]string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
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

// rows are a list of objects under a header of all their members.
func (n node) rows() [][]string {
	header := []string{}
	var flat [][]member
	for _, item := range n.items {
		var cells, lists []member
		item.flatten("", &cells, &lists)
		cells = append(cells, lists...)
		flat = append(flat, cells)
		for _, cell := range cells {
			if !slices.Contains(header, cell.name) {
				header = append(header, cell.name)
			}
		}
	}
	rows := [][]string{strings.Split(strings.ToUpper(strings.Join(header, "\t")), "\t")}
	for _, cells := range flat {
		row := make([]string, len(header))
		for _, cell := range cells {
			row[slices.Index(header, cell.name)] = cell.value.cell()
		}
		rows = append(rows, row)
	}
	return rows
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
