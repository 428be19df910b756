// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"google.golang.org/protobuf/proto"
)

// step is what remains to be done to a channel for one definition.
type step int

const (
	stepNone   step = iota // the channel has this very definition
	stepCommit             // the next sequence is to be approved and committed
)

// compare weighs a wanted definition against what the channel has; committed is
// nil when it has none. A definition that the channel would not take, or that
// differs from the committed one of the same sequence, is refused with the
// number to write.
func compare(want *chaincode.Definition, committed *lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition) (step, error) {
	have := committed.GetSequence()
	switch {
	case want.Sequence == have+1:
		return stepCommit, nil
	case want.Sequence > have:
		return stepNone, fmt.Errorf("chaincode %s: sequence %d is ahead of the channel, which is at %d: write sequence: %d",
			want.Name, want.Sequence, have, have+1)
	case want.Sequence < have:
		return stepNone, fmt.Errorf("chaincode %s: sequence %d is behind the channel, which is at %d: write sequence: %d, or %d to change the definition",
			want.Name, want.Sequence, have, have, have+1)
	}
	changed, err := changes(want, committed)
	if err != nil {
		return stepNone, err
	}
	if len(changed) > 0 {
		return stepNone, fmt.Errorf("chaincode %s: %s differs from the definition that the channel has at sequence %d: write sequence: %d to change it",
			want.Name, strings.Join(changed, " and "), have, have+1)
	}
	return stepNone, nil
}

// changes names the parts in which two definitions differ.
func changes(want *chaincode.Definition, have *lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition) ([]string, error) {
	var changed []string
	if want.Version != have.GetVersion() {
		changed = append(changed, fmt.Sprintf("version %s (there %s)", want.Version, have.GetVersion()))
	}
	same, err := samePolicy(want.ApplicationPolicy, have.GetValidationParameter())
	if err != nil {
		return nil, fmt.Errorf("chaincode %s: %w", want.Name, err)
	}
	if !same {
		changed = append(changed, "policy")
	}
	if !sameCollections(want.Collections, have.GetCollections()) {
		changed = append(changed, "collections")
	}
	return changed, nil
}

func samePolicy(want *peer.ApplicationPolicy, have []byte) (bool, error) {
	encoded, err := proto.Marshal(want)
	if err != nil {
		return false, fmt.Errorf("encode policy: %w", err)
	}
	if bytes.Equal(encoded, have) {
		return true, nil
	}
	got := &peer.ApplicationPolicy{}
	if err := proto.Unmarshal(have, got); err != nil {
		return false, fmt.Errorf("decode the channel's policy: %w", err)
	}
	return proto.Equal(want, got), nil
}

// sameCollections takes an absent and an empty list for the same.
func sameCollections(want, have *peer.CollectionConfigPackage) bool {
	if len(want.GetConfig()) == 0 || len(have.GetConfig()) == 0 {
		return len(want.GetConfig()) == len(have.GetConfig())
	}
	return proto.Equal(want, have)
}
