# What a user of scikit-learn would write for the same customers: a pipeline behind FastAPI.
import os

import joblib
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

FOLDER = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(FOLDER, "pipeline.joblib")
NUMBERS = ["seniorCitizen", "tenure", "monthlyCharges", "totalCharges"]


class Customer(BaseModel):
    customerId: str
    gender: str
    seniorCitizen: float
    partner: str
    dependents: str
    tenure: float
    phoneService: str
    multipleLines: str
    internetService: str
    onlineSecurity: str
    onlineBackup: str
    deviceProtection: str
    techSupport: str
    streamingTv: str
    streamingMovies: str
    contract: str
    paperlessBilling: str
    paymentMethod: str
    monthlyCharges: float
    totalCharges: float


def train():
    table = pd.read_csv(os.path.join(FOLDER, "customers.csv"))
    label = table.pop("churn") == "Yes"
    texts = [name for name in table.columns if name not in NUMBERS + ["customerId"]]
    pipeline = Pipeline([
        ("columns", ColumnTransformer([("numbers", "passthrough", NUMBERS), ("texts", OneHotEncoder(handle_unknown="ignore", sparse_output=False), texts)])),
        ("trees", HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=31, learning_rate=0.05, early_stopping=False)),
    ])
    joblib.dump(pipeline.fit(table, label), MODEL)


if __name__ == "__main__":
    train()
else:
    app = FastAPI()
    pipeline = joblib.load(MODEL)

    @app.post("/score")
    def score(customer: Customer):
        probability = float(pipeline.predict_proba(pd.DataFrame([customer.dict()]))[0, 1])
        return {"id": customer.customerId, "probability": probability, "decision": "Yes" if probability >= 0.5 else "No"}
