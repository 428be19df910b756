// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChangeTakesDirectCallsAloneUnlessItsEndpointSaysOtherwise(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for call, answer := range map[string]string{
		`{"chaincode":"notes","args":["notes:Edit","{\"id\":\"a\",\"title\":\"x\"}"]}`:        "CALLER_REFUSED",
		`{"chaincode":"notes","args":["notes:Edit","{\"id\":\"a\",\"title\":\"x\"}","r"]}`:    "CALLER_REFUSED",
		`{"chaincode":"notes","args":["notes:Erase","\"a\""]}`:                                "CALLER_REFUSED",
		`{"chaincode":"notes","args":["notes:Rename","{\"resolution\":\"r\",\"id\":\"a\"}"]}`: "CALLER_REFUSED",
		`{"chaincode":"notes","args":["notes:Bump","{\"id\":\"a\",\"by\":1}"]}`:               `[""]`,
		`{"chaincode":"notes","args":["notes:Read","\"a\""]}`:                                 `[""]`,
	} {
		result, err := c.raw(c.alice, "rogue", "["+call+"]")
		require.NoError(t, err)
		require.Contains(t, string(result.Payload), answer, call)
	}
	require.Equal(t, 1, c.count(t, "a"), "the one call that the callee's endpoint allows")
}

func TestRefusedCallIsNotRememberedAsACall(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	refused := `{"chaincode":"notes","args":["notes:Bump","{\"id\":\"absent\",\"by\":1}"]}`
	valid := `{"chaincode":"notes","args":["notes:Bump","{\"id\":\"a\",\"by\":1}"]}`
	result, err := c.raw(c.alice, "rogue", "["+refused+","+valid+"]")
	require.NoError(t, err)
	require.Contains(t, string(result.Payload), "NOT_FOUND")
	require.Equal(t, 1, c.count(t, "a"), "a refusal wrote nothing; remembering it would let anybody fill the guard with refusals")
}
