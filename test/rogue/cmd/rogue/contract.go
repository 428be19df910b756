// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/test/rogue"
)

// contract obeys whoever calls it. It does not look at the function's name: cash does.
type contract struct{}

func (contract) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (contract) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetArgs()
	if len(args) < 2 {
		return shim.Error("a function and a request are needed")
	}
	answers, err := obey(stub, args[1])
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(answers)
}

func obey(stub shim.ChaincodeStubInterface, order []byte) ([]byte, error) {
	var request rogue.Request
	if err := json.Unmarshal(order, &request); err != nil {
		return nil, err
	}
	answers := rogue.Answers{Answers: []rogue.Answer{}}
	for _, call := range request.Calls {
		answers.Answers = append(answers.Answers, carryOut(stub, call))
	}
	err := stub.PutState(stub.GetTxID(), []byte("swallowed"))
	if request.Event != "" {
		err = errors.Join(err, stub.SetEvent("cash:Posted", []byte(request.Event)))
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(answers)
}

func carryOut(stub shim.ChaincodeStubInterface, call rogue.Call) rogue.Answer {
	args := make([][]byte, len(call.Args))
	for i, arg := range call.Args {
		args[i] = []byte(arg)
	}
	answer := stub.InvokeChaincode(call.Chaincode, args, "")
	return rogue.Answer{Status: answer.GetStatus(), Message: answer.GetMessage(), Payload: string(answer.GetPayload())}
}
