// SPDX-License-Identifier: Apache-2.0

package protocol_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

type greeting struct {
	Name string `json:"name" help:"whom to greet"`
}

func (g greeting) Validate() error {
	if g.Name == "" {
		return errors.New("name is missing")
	}
	return nil
}

type memorandum struct {
	ID   string   `json:"id"`
	Text greeting `json:"-" transient:"text"`
}

func (memorandum) Validate() error { return nil }

type reply struct {
	Text string `json:"text"`
}

var greet = protocol.Submit[greeting, reply]("hall:Greet").By(role.Anyone).Doc("Greets somebody.")

func Example() {
	argument, _, err := greet.Write(greeting{"Ana"})
	fmt.Println(greet.Name(), string(argument), err)

	response, err := greet.Read([]byte(`{"text":"Hello, Ana"}`))
	fmt.Println(response.Text, err)

	fault, _ := protocol.ParseFault(404, "NOT_FOUND: nobody is called Ana")
	fmt.Println(errors.Is(fault, protocol.NotFound), fault.Sentence)
	// Output:
	// hall:Greet {"name":"Ana"} <nil>
	// Hello, Ana <nil>
	// true nobody is called Ana
}

func TestEndpointSaysWhatItIs(t *testing.T) {
	e := greet.By(role.Auditor, role.Regulator).InOwnCollection()
	require.Equal(t, []any{"hall", "Greet", true, true, false, "Greets somebody.", false},
		[]any{e.Chaincode(), e.Function(), e.Writes(), e.Confidential(), e.Governed(), e.Summary(), e.HasTransient()})
	require.Equal(t, []role.Role{role.Auditor, role.Regulator}, e.Roles())
	require.Equal(t, []role.Role{role.Anyone}, greet.Roles(), "a derived endpoint leaves the first as it was")
	e.Roles()[0] = "changed"
	require.Equal(t, role.Auditor, e.Roles()[0])
	require.True(t, greet.Resolved().Governed())
	require.Equal(t, reflect.TypeFor[greeting](), e.RequestType())
	require.Equal(t, reflect.TypeFor[reply](), e.ResponseType())
	q := protocol.Evaluate[memorandum, reply]("hall:Look").By(role.Anyone).Doc("Looks.")
	require.False(t, q.Writes())
	require.True(t, q.HasTransient())
	require.Equal(t, "Looks.", q.Summary())
}

func TestEndpointReadsItsRequestWithItsType(t *testing.T) {
	request, err := greet.ReadRequest([]byte(`{"name":"Ana"}`), nil)
	require.NoError(t, err)
	require.Equal(t, greeting{"Ana"}, request)
	_, err = greet.ReadRequest([]byte(`{"nome":"Ana"}`), nil)
	require.ErrorContains(t, err, "unknown")

	keep := protocol.Evaluate[memorandum, reply]("hall:Keep")
	argument, transient, err := keep.Write(memorandum{"m", greeting{"Ana"}})
	require.NoError(t, err)
	require.Equal(t, `{"id":"m"}`, string(argument))
	require.Equal(t, map[string][]byte{"text": []byte(`{"name":"Ana"}`)}, transient)
	request, err = keep.ReadRequest(argument, transient)
	require.NoError(t, err)
	require.Equal(t, memorandum{"m", greeting{"Ana"}}, request)
	res, err := keep.Read([]byte(`{"text":"kept"}`))
	require.NoError(t, err)
	require.Equal(t, "kept", res.Text)
}

func TestMalformedEndpointNamesPanic(t *testing.T) {
	for _, name := range []string{"", "hall", "hall:", ":Greet"} {
		require.Panics(t, func() { protocol.Submit[greeting, reply](name) }, name)
	}
}

func TestPrivateValuesThatAreTakenForOthersPanic(t *testing.T) {
	type text struct {
		Text string `json:"text,omitzero"`
	}
	type member struct {
		protocol.Nothing
		Text    string `json:"text"`
		Private string `json:"-" transient:"text"`
	}
	type inherited struct {
		protocol.Nothing
		text
		Private string `json:"-" transient:"text"`
	}
	type untagged struct {
		protocol.Nothing
		Text    string
		Private string `json:"-" transient:"Text"`
	}
	type twice struct {
		protocol.Nothing
		Private string `json:"-" transient:"text"`
		Secret  string `json:"-" transient:"text"`
	}
	type public struct {
		protocol.Nothing
		Private string `json:"text" transient:"secret"`
	}
	other := "protocol: endpoint hall:Keep: private value %s has the name of something else"
	require.PanicsWithValue(t, fmt.Sprintf(other, "text"), func() { protocol.Submit[member, reply]("hall:Keep") })
	require.PanicsWithValue(t, fmt.Sprintf(other, "text"), func() { protocol.Evaluate[member, reply]("hall:Keep") })
	require.PanicsWithValue(t, fmt.Sprintf(other, "text"), func() { protocol.Submit[inherited, reply]("hall:Keep") })
	require.PanicsWithValue(t, fmt.Sprintf(other, "Text"), func() { protocol.Submit[untagged, reply]("hall:Keep") })
	require.PanicsWithValue(t, fmt.Sprintf(other, "text"), func() { protocol.Submit[twice, reply]("hall:Keep") })
	require.PanicsWithValue(t, "protocol: endpoint hall:Keep: private value secret is in the arguments too",
		func() { protocol.Submit[public, reply]("hall:Keep") })
}

func TestCalendarEndpointsBelongToTheirChaincode(t *testing.T) {
	roll, today := protocol.RollBusinessDate("cash"), protocol.CurrentBusinessDate("cash")
	require.Equal(t, "cash:RollBusinessDate", roll.Name())
	require.Equal(t, "cash:BusinessDate", today.Name())
	require.NotEmpty(t, roll.Summary())
	require.NotEmpty(t, today.Roles())
	require.EqualError(t, protocol.RollRequest{}.Validate(), "to is missing")
	require.NoError(t, protocol.Nothing{}.Validate())
}
